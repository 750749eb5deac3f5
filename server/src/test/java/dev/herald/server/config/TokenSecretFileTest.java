package dev.herald.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSecretFileTest {
    @TempDir
    Path folder;

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        String secret = new TokenSecretFile(folder).readOrCreate();
        assertThat(secret).hasSize(64).matches("[A-Za-z0-9_-]+");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token-secret"))))
                .isEqualTo("rw-------");
        assertThat(folder)
                .isDirectoryNotContaining(file -> file.getFileName().toString().endsWith(".new"));
    }

    @Test
    void isMadeOnceByAllWhoAskAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> asking = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                asking.add(() -> new TokenSecretFile(folder).readOrCreate());
            }
            HashSet<String> secrets = new HashSet<>();
            for (Future<String> asked : threads.invokeAll(asking)) {
                secrets.add(asked.get());
            }
            assertThat(secrets).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void isEmptyUntilMade() {
        assertThat(new TokenSecretFile(folder).read()).isEmpty();
    }
}
