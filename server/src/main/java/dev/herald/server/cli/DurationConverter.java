package dev.herald.server.cli;

import dev.herald.protocol.Text;
import dev.herald.server.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes durations on the command line as the configuration spells them. Immutable. */
final class DurationConverter implements ITypeConverter<Duration> {
    /** As for the configuration's; far from where the arithmetic of times ends. */
    private static final Duration MAX = Duration.ofDays(3_650);

    @Override
    public Duration convert(String text) {
        return Durations.read(text)
                .filter(duration -> !duration.isZero() && duration.compareTo(MAX) <= 0)
                .orElseThrow(() -> new TypeConversionException(Text.quoted(text)
                        + " is no duration such as 500ms, 30s, 5m or 24h, at most " + Durations.write(MAX)));
    }
}
