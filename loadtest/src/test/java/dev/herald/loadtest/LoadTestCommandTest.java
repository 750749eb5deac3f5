package dev.herald.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LoadTestCommandTest {
    private final StringWriter said = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--streams 0               | --streams must be at least 1",
                "--ramp 0                  | --ramp must be at least 1",
                "--rate -1                 | --rate must not be negative",
                "--size 40                 | --size must be at least 41",
                "--batch 0                 | --batch must be from 1 to --in-flight",
                "--in-flight 3 --batch 4   | --batch must be from 1 to --in-flight",
                "--tick 101ms              | --tick must be at most 100ms",
                "--stall 1.1               | --stall must be from 0 to 1",
                "--url https://127.0.0.1   | --url must be like http://127.0.0.1:8000",
                "--url nonsense            | --url must be like http://127.0.0.1:8000",
                "--duration 5              | is no duration",
                "--target everybody        | BROADCAST",
                "--fail-if p99=1           | is not like p99>100ms",
                "--fail-if nothing>1       | there is no figure named nothing",
                "--through-proxy slow      | is none of delay=TIME",
                "--through-proxy cut=2     | is no share from 0 to 1",
                "--user-prefix a\"b        | --user-prefix may hold",
                "--pid 9999999999          | --pid 9999999999: there is no such process",
                "--streams 2000000000      | 2,000,000,000 streams and 4 publishers need 2,000,000,104 open files",
                "--secret-file /nowhere   | --secret-file /nowhere cannot be read",
                "--json /nowhere/a.json    | --json /nowhere/a.json cannot be written",
                "--html /nowhere/a.html    | --html /nowhere/a.html cannot be written",
                "--users 11 --streams 10   | --users must be at most --streams",
                "--url http://127.0.0.1/x  | --url is without a path",
                "--reconnect-herd 11s      | --reconnect-herd must come within --duration",
                "--nonsense                | Unknown option"
            })
    void refusesWrongUsage(String args, String message) {
        assertThat(execute(args.strip().split(" ", -1))).isEqualTo(2);
        assertThat(said.toString()).contains(message.strip()).hasLineCount(2);
    }

    @Test
    void refusesAnOptionThatIsGivenTwice() {
        assertThat(execute("--rate", "5", "--streams", "2", "--streams", "3")).isEqualTo(2);
        assertThat(said.toString()).contains("option '--streams' (N) should be specified only once");
    }

    @Test
    void explainsItself() {
        assertThat(execute("--help")).isZero();
        assertThat(said.toString())
                .contains("--reconnect-herd", "Exit codes: 0 passed")
                .doesNotContain("null");
    }

    private int execute(String... args) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        return commandLine.execute(args);
    }
}
