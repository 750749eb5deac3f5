package dev.herald.server.cli;

import dev.herald.protocol.Limits;
import dev.herald.protocol.Text;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes an event's id on the command line, any that could be one. Immutable. */
final class EventIdConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (text.matches("[A-Za-z0-9._~-]{1," + Limits.POSITION_CHARS_MAX + "}")) {
            return text;
        }
        throw new TypeConversionException(Text.quoted(text) + " is no event id: 1 to " + Limits.POSITION_CHARS_MAX
                + " of the characters A-Z a-z 0-9 . _ ~ -");
    }
}
