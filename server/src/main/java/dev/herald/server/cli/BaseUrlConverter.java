package dev.herald.server.cli;

import dev.herald.protocol.Text;
import dev.herald.server.cli.client.BaseUrl;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes a server's URL on the command line. Immutable. */
final class BaseUrlConverter implements ITypeConverter<BaseUrl> {
    @Override
    public BaseUrl convert(String typed) {
        return BaseUrl.parse(typed)
                .orElseThrow(() -> new TypeConversionException(
                        Text.quoted(typed) + " is no URL of a server such as " + BaseUrl.DEFAULT));
    }
}
