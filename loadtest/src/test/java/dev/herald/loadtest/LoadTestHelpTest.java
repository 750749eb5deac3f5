package dev.herald.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class LoadTestHelpTest {
    @Test
    void showsTheOptionsUnderHeadings() {
        assertThat(sections()
                        .map(section ->
                                lines(section).map(LoadTestHelpTest::name).collect(Collectors.joining(" "))))
                .containsExactly(
                        "Server: --url --secret --secret-file --pid",
                        "Streams: --streams --users --topics --user-prefix --ramp --loops --source-addresses"
                                + " --receive-buffer",
                        "Publishing: --rate --target --size --publishers --in-flight --batch",
                        "Time: --opening --warmup --duration --drain --tick",
                        "Faults: --stall --reconnect-herd --through-proxy",
                        "Requests, for servers other than Herald: --subscribe-path --publish-path --header"
                                + " --content-type --body",
                        "Outcome: --fail-if --json --html",
                        "--help --version");
    }

    @Test
    void showsEveryOption() {
        assertThat(options().map(LoadTestHelpTest::name))
                .containsExactlyInAnyOrderElementsOf(Main.commandLine().getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .toList());
    }

    @Test
    void showsEveryDefault() {
        Map<String, String> shown = options()
                .filter(option -> option.contains("Default: "))
                .collect(Collectors.toMap(LoadTestHelpTest::name, option -> option.replaceFirst(".*Default: ", "")));
        assertThat(shown)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("--url", "http://127.0.0.1:8000"),
                        Map.entry("--streams", "1000"),
                        Map.entry("--users", "one for each stream"),
                        Map.entry("--topics", "100"),
                        Map.entry("--user-prefix", "load-"),
                        Map.entry("--ramp", "2000"),
                        Map.entry("--loops", "1"),
                        Map.entry("--receive-buffer", "the system's"),
                        Map.entry("--rate", "100.0"),
                        Map.entry("--target", "USER"),
                        Map.entry("--size", "100"),
                        Map.entry("--publishers", "4"),
                        Map.entry("--in-flight", "64"),
                        Map.entry("--batch", "1"),
                        Map.entry("--opening", "30s"),
                        Map.entry("--warmup", "2s"),
                        Map.entry("--duration", "10s"),
                        Map.entry("--drain", "10s"),
                        Map.entry("--tick", "0ms"),
                        Map.entry("--subscribe-path", "Herald's"),
                        Map.entry("--publish-path", "Herald's"),
                        Map.entry("--content-type", "application/json"),
                        Map.entry("--body", "Herald's"),
                        Map.entry(
                                "--fail-if",
                                "anything not opened, ended, not back, refused, unanswered, unsent, lost, twice, out of"
                                        + " order or misrouted, or nothing delivered")));
    }

    /** Picocli cannot print durations as they are typed, so that the help holds copies of their defaults. */
    @ParameterizedTest
    @CsvSource({"--opening, 30s", "--warmup, 2s", "--duration, 10s", "--drain, 10s", "--tick, 0ms"})
    void takesTheDurationsThatItShows(String option, String shown) {
        assertThat(valueAfter(option)).isEqualTo(valueAfter(option, option, shown));
    }

    private static Object valueAfter(String option, String... args) {
        CommandLine commandLine = Main.commandLine();
        commandLine.parseArgs(args);
        return commandLine.getCommandSpec().findOption(option).getValue();
    }

    private static Stream<String> options() {
        return sections().flatMap(LoadTestHelpTest::lines).filter(line -> line.startsWith("--"));
    }

    /** The heading of a section, if it has one, and what is said on each option, beginning with its long name. */
    private static Stream<String> lines(String section) {
        return Pattern.compile("(?m)^(?:  -.,|     ) (?=--)")
                .splitAsStream(section)
                .filter(line -> !line.isEmpty())
                .map(line -> line.strip().replaceAll("\\s+", " "));
    }

    private static String name(String line) {
        return line.startsWith("--") ? line.replaceFirst("[= ].*", "") : line;
    }

    private static Stream<String> sections() {
        return Stream.of(help().split("\n\n", -1)).skip(1).takeWhile(section -> !section.startsWith("Exit codes:"));
    }

    private static String help() {
        StringWriter said = new StringWriter();
        CommandLine commandLine = Main.commandLine().setOut(new PrintWriter(said));
        assertThat(commandLine.execute("--help")).isZero();
        return said.toString().replace(System.lineSeparator(), "\n");
    }
}
