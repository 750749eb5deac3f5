package dev.herald.server.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes an access token on the command line, or where to read it, for {@link TokenInput}. Immutable. */
final class AccessTokenConverter implements ITypeConverter<String> {
    @Override
    public String convert(String typed) {
        if (TokenInput.isPlace(typed)) {
            return typed;
        }
        String token = typed.strip();
        if (TokenInput.isToken(token)) {
            return token;
        }
        throw new TypeConversionException(TokenInput.NO_TOKEN);
    }
}
