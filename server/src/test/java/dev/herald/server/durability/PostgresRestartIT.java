package dev.herald.server.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.HeraldServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes away under load and comes back: nobody restarts anything else. */
class PostgresRestartIT {
    @TempDir
    Path folder;

    @Test
    void publishersAreToldStreamsStayOpenAndItGoesOnByItself() {
        PostgresServer postgres = PostgresServer.startIn(folder.resolve("data"), 0);
        int port = postgres.port();
        try (HeraldServer server = HeraldServer.start(Nodes.config(postgres.url("postgres")));
                Load load = Load.on(1, server::port)) {
            List<Integer> opened = load.readers().stream().map(Reader::opened).toList();
            for (int i = 0; i < 2; i++) {
                load.publish();
                load.awaitAcknowledged(200);
                postgres.close();
                load.awaitRefused();
                postgres = PostgresServer.startIn(folder.resolve("data"), port);
                load.awaitAcknowledged(200);
                load.finishAndCheck();
            }
            assertThat(load.readers()).extracting(Reader::opened).isEqualTo(opened);
        } finally {
            postgres.close();
        }
    }
}
