package dev.herald.server.cli;

import dev.herald.protocol.Text;
import dev.herald.server.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes durations on the command line as the configuration spells them. Immutable. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return Durations.read(text)
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> new TypeConversionException(
                        Text.quoted(text) + " is no duration such as 500ms, 30s, 5m or 24h"));
    }
}
