package dev.herald.server.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.auth.Dialect;
import dev.herald.server.HeraldServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two nodes on one PostgreSQL, one of them through a network that fails: it carries on without gap or duplicate, and the
 * other one is not held up for longer than a transaction may lie idle.
 */
class DatabaseFaultIT {
    /** Seconds without an answer after which the node gives up a connection. */
    private static final String IMPATIENT = "&socketTimeout=3&connectTimeout=2";

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Dialect.POSTGRESQL);

    private FaultProxy proxy;
    private HeraldServer near;
    private HeraldServer far;
    private Load load;

    @BeforeEach
    @SuppressWarnings("NullAway") // set for every test
    void start() {
        proxy = new FaultProxy(database.port());
        near = HeraldServer.start(Nodes.config(database.url()));
        far = HeraldServer.start(Nodes.config(database.urlThrough(proxy.port()) + IMPATIENT));
        load = Load.on(2, near::port, far::port);
        load.publish();
        load.awaitAcknowledged(200);
    }

    @AfterEach
    void stop() {
        proxy.pass();
        load.close();
        far.close();
        near.close();
        proxy.close();
    }

    @Test
    void carriesOnAfterACut() {
        for (int i = 0; i < 3; i++) {
            proxy.cut();
            load.awaitAcknowledged(200);
            proxy.pass();
            load.awaitAcknowledged(100);
        }
        load.finishAndCheck();
        assertStreamsStayedOpen();
    }

    @Test
    void carriesOnAfterASilence() {
        proxy.stall();
        load.awaitRefused();
        load.awaitAcknowledged(
                200); // on the other node, which the silent one's transaction may have locked out at first
        proxy.pass();
        load.awaitAcknowledged(100);
        load.finishAndCheck();
        assertStreamsStayedOpen();
    }

    @Test
    void aSlowAppenderNeitherHidesNorReorders() {
        proxy.slow(15);
        load.awaitAcknowledged(500);
        load.finishAndCheck();
        assertSameSequences();
        assertStreamsStayedOpen();
    }

    private void assertStreamsStayedOpen() {
        assertThat(load.readers()).extracting(Reader::opened).containsOnly(1);
    }

    /** A user's reader on one node has what it has on the other, in the same order. */
    private void assertSameSequences() {
        List<Reader> readers = load.readers();
        int users = readers.size() / 2;
        for (int i = 0; i < users; i++) {
            assertThat(readers.get(i).received())
                    .isEqualTo(readers.get(users + i).received());
        }
    }
}
