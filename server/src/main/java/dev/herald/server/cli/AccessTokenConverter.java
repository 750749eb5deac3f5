package dev.herald.server.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes an access token on the command line, which no message repeats. Immutable. */
final class AccessTokenConverter implements ITypeConverter<String> {
    @Override
    public String convert(String typed) {
        String token = typed.strip();
        if (!token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return token;
        }
        throw new TypeConversionException("this is no access token; `herald token --user ID` prints one");
    }
}
