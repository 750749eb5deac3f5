package dev.herald.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The start script, in a tree of its own, with a Java and a Maven that only tell how they are called. */
@Timeout(60)
class ScriptTest {
    private static final Path SCRIPT = Path.of("..", "herald");

    @TempDir
    Path root;

    private Path jar;

    @BeforeEach
    void layOutATree() throws IOException {
        Files.copy(SCRIPT, root.resolve("herald"));
        for (String module : List.of("protocol", "auth", "server", "loadtest")) {
            Files.createDirectories(root.resolve(module + "/src/main"));
            Files.createFile(root.resolve(module + "/pom.xml"));
        }
        Files.createFile(root.resolve("pom.xml"));
        java("17.0.15");
        executable(
                "bin/mvn",
                "echo mvn \"$@\" >> " + root + "/mvn.log",
                "mkdir -p server/target/lib loadtest/target/lib",
                "touch server/target/herald-server-1.jar loadtest/target/herald-loadtest-1.jar");
        jar = root.resolve("server/target/herald-server-1.jar");
    }

    @Test
    void buildsOnceAndThenOnlyWhatIsOutOfDate() throws Exception {
        Run first = run("token", "--user", "a b");
        assertThat(first.err()).startsWith("herald: building server");
        assertThat(first.out()).contains("dev.herald.server.cli.Main [token] [--user] [a b]");
        assertThat(builds()).hasSize(1);

        assertThat(run("token").err()).isEmpty();
        assertThat(builds()).hasSize(1);

        for (String newer : List.of("protocol/src/main", "auth/src/main", "server/src/main", "server", ".")) {
            Path file = root.resolve(newer).resolve(newer.contains("src") ? "Changed.java" : "pom.xml");
            Files.writeString(file, "changed");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
            assertThat(run("token").err()).as(newer).startsWith("herald: building server");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(600)));
        }
        assertThat(builds()).hasSize(6);
    }

    @Test
    void doesNotBuildForAFileThatIsNoPartOfTheServer() throws Exception {
        run("token");
        Path file = Files.writeString(root.resolve("loadtest/src/main/Changed.java"), "");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run("token").err()).isEmpty();
    }

    @Test
    void sendsTheLoadTestToItsOwnJar() throws Exception {
        assertThat(run("loadtest", "run", "--streams", "10").out())
                .contains("loadtest/target/herald-loadtest-1.jar:")
                .endsWith("dev.herald.loadtest.Main [run] [--streams] [10]");
        assertThat(builds()).singleElement().asString().contains("-pl loadtest -am");
    }

    @Test
    void startsCommandsQuicklyAndServersFast() throws Exception {
        assertThat(run("watch").out()).contains("[-XX:TieredStopAtLevel=1]");
        assertThat(run("serve").out()).doesNotContain("TieredStopAtLevel", "native-access", "CompactObjectHeaders");
        java("25.0.1");
        assertThat(run("serve").out())
                .contains("[--enable-native-access=ALL-UNNAMED]", "[-XX:+UseCompactObjectHeaders]");
        assertThat(run("watch").out())
                .contains("[--enable-native-access=ALL-UNNAMED]")
                .doesNotContain("CompactObjectHeaders");
    }

    @Test
    void refusesAnOldJava() throws Exception {
        for (String old : List.of("16.0.2", "11.0.20", "1.8.0_392")) {
            java(old);
            Run run = run("demo");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("is too old: Herald needs 17 or newer")
                    .hasLineCount(1);
        }
    }

    @Test
    void asksAJavaThatHasNoVersionFile() throws Exception {
        java("21.0.1");
        Files.delete(root.resolve("jdk/release"));
        assertThat(run("watch").exitCode()).isZero();
    }

    @Test
    void saysThatThereIsNoJavaWhereJavaHomePoints() throws Exception {
        Run run = run(Map.of("JAVA_HOME", "/nowhere"), root.resolve("herald").toString(), "demo");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("JAVA_HOME is /nowhere");
    }

    @Test
    void passesJavaOptionsOnAndKeepsTheirVariable() throws Exception {
        Run run = run(
                Map.of(
                        "HERALD_JAVA_OPTS",
                        "-Xmx2g -Da=b",
                        "JAVA_HOME",
                        root.resolve("jdk").toString()),
                root.resolve("herald").toString(),
                "serve");
        assertThat(run.out()).contains("[-Xmx2g] [-Da=b]").contains("java_opts=unset");
    }

    @Test
    void findsItsTreeThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("bin/linked"), Path.of("..", "herald"));
        Run run = run(Map.of("JAVA_HOME", root.resolve("jdk").toString()), link.toString(), "token");
        assertThat(run.out()).contains(jar + ":").contains("[-Dherald.command=" + link + "]");
    }

    @Test
    void saysThatTheBuildFailed() throws Exception {
        executable("bin/mvn", "echo 'compilation error'", "exit 1");
        Run run = run("demo");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("compilation error", "herald: the build failed");
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(root.resolve("mvn.log"));
    }

    private void java(String version) throws IOException {
        executable(
                "jdk/bin/java",
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\"' >&2; exit; fi",
                "echo java_opts=${HERALD_JAVA_OPTS-unset}",
                "for a in \"$@\"; do case $a in dev.*) printf '%s ' \"$a\" ;; *) printf '[%s] ' \"$a\" ;; esac; done");
        Files.writeString(root.resolve("jdk/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private void executable(String name, String... lines) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Run(int exitCode, String out, String err) {}

    private Run run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, root.resolve("herald").toString());
        return run(Map.of("JAVA_HOME", root.resolve("jdk").toString()), command.toArray(String[]::new));
    }

    private Run run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.resolve("server").toFile());
        Path err = Files.createTempFile(root, "run", ".err");
        builder.redirectError(err.toFile());
        builder.environment().remove("HERALD_JAVA_OPTS");
        builder.environment().put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out.strip(), Files.readString(err).strip());
    }
}
