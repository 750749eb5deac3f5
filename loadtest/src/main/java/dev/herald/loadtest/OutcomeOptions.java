package dev.herald.loadtest;

import dev.herald.loadtest.load.Outcome;
import dev.herald.loadtest.report.HtmlReport;
import dev.herald.loadtest.report.JsonReport;
import dev.herald.loadtest.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** By what the outcome is judged, and where it is written. Confined to the main thread. */
@Command(optionListHeading = "%nOutcome:%n")
final class OutcomeOptions {
    @Option(
            names = "--fail-if",
            paramLabel = "RULE",
            description = "Such as p99>100ms; repeatable. Added to the defaults, of which it replaces the one of its"
                    + " figure. Default: anything not opened, ended, not back, refused, unanswered, unsent, lost, twice,"
                    + " out of order or misrouted, or nothing delivered")
    private List<String> failIf = new ArrayList<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there as JSON")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a report with plots there")
    private @Nullable Path html;

    Verdict verdict(Verdict.Streams streams) {
        try {
            return Verdict.of(failIf, streams);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--fail-if: " + e.getMessage());
        }
    }

    /** Before the run, rather than that its figures are lost after it. */
    void makeSureThatFilesCanBeWritten() {
        makeSureThatCanBeWritten("--json", json);
        makeSureThatCanBeWritten("--html", html);
    }

    private static void makeSureThatCanBeWritten(String option, @Nullable Path file) {
        if (file != null) {
            try {
                Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                        .close();
            } catch (IOException e) {
                throw new WrongUsage(option + " " + file + " cannot be written: " + e);
            }
        }
    }

    void write(String commandLine, Outcome outcome, List<String> violations) throws IOException {
        if (json != null) {
            Files.writeString(json, JsonReport.of(commandLine, outcome, violations));
        }
        if (html != null) {
            Files.writeString(html, HtmlReport.of(commandLine, outcome, violations));
        }
    }
}
