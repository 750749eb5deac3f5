package dev.herald.loadtest.report;

import dev.herald.loadtest.load.Metric;
import dev.herald.loadtest.load.Outcome;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * By what a run is judged: the user's own rules, and a default for every figure that they do not name. What was not
 * measured fails a rule of the user's, as it was asked for, and no default. Immutable.
 */
public final class Verdict {
    /** What the run does to its streams. */
    public enum Streams {
        LEFT_ALONE,
        /** Cut or stalled on purpose, so that it is no fault of the server's if they end. */
        DISTURBED
    }

    /** One for each way in which a server, or the way to it, can fail a client. */
    private static final List<Threshold> DEFAULTS = Stream.of(
                    "unopened>0",
                    "refused>0",
                    "disconnects>0",
                    "herd-missing>0",
                    "publish-refused>0",
                    "publish-unknown>0",
                    "unsent>0",
                    "lost>0",
                    "duplicates>0",
                    "reordered>0",
                    "misrouted>0",
                    "delivered-refused>0",
                    "delivered<1")
            .map(Threshold::parse)
            .toList();

    private final List<Threshold> own;
    private final List<Threshold> defaults;

    private Verdict(List<Threshold> own, List<Threshold> defaults) {
        this.own = own;
        this.defaults = defaults;
    }

    /**
     * The verdict by the user's rules, each of which replaces the default for its figure.
     *
     * @throws IllegalArgumentException that says what is wrong with a rule
     */
    public static Verdict of(List<String> rules, Streams streams) {
        List<Threshold> own = rules.stream().map(Threshold::parse).toList();
        Set<Metric> judged = EnumSet.noneOf(Metric.class);
        own.forEach(rule -> judged.add(rule.metric()));
        if (streams == Streams.DISTURBED) {
            judged.add(Metric.DISCONNECTS);
        }
        return new Verdict(
                own,
                DEFAULTS.stream()
                        .filter(rule -> !judged.contains(rule.metric()))
                        .toList());
    }

    /** Why the run has failed, the user's rules first; empty if it has passed. */
    public List<String> violations(Outcome outcome) {
        Stream<Threshold> measured =
                defaults.stream().filter(rule -> outcome.figure(rule.metric()).isPresent());
        return Stream.concat(own.stream(), measured)
                .flatMap(rule -> rule.violation(outcome).stream())
                .toList();
    }
}
