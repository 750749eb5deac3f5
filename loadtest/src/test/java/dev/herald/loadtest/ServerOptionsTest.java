package dev.herald.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServerOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void hasNoSecretUnlessThereIsOne() {
        assertThat(options().secret()).isNull();
    }

    @Test
    void readsTheSecretFile() throws IOException {
        assertThat(options("--secret-file", file(" a secret\n")).secret()).isEqualTo("a secret");
    }

    @Test
    void takesTheSecretThatWasTypedBeforeTheFiles() throws IOException {
        String file = file("from a file");
        assertThat(options("--secret", "typed", "--secret-file", file).secret()).isEqualTo("typed");
    }

    @Test
    void refusesAnEmptySecretFile() throws IOException {
        String file = file(" \n");
        ServerOptions options = options("--secret-file", file);
        assertThatThrownBy(options::secret)
                .isInstanceOf(WrongUsage.class)
                .hasMessage("--secret-file " + file + " is empty");
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("token-secret"), content).toString();
    }

    private static ServerOptions options(String... args) {
        return CommandLine.populateCommand(new ServerOptions(), args);
    }
}
