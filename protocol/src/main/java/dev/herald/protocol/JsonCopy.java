package dev.herald.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;

/** One JSON value, copied token by token into compact text on one line. Confined to the call. */
final class JsonCopy {
    private final StringWriter text = new StringWriter();

    /** The copy, after a call of {@link #copy} that found no fault. */
    String text() {
        return text.toString();
    }

    /**
     * Copies the value whose first token the parser stands on, and leaves it on the value's last. Keys keep their order
     * and numbers their spelling: what is meant by 1.0 or a 30-digit integer is between publisher and client.
     *
     * <p>UTF-8 itself has no surrogates, but the escape of half a pair is plain ASCII: a client could not be sent it. In a
     * key the parser refuses it, in a string it does not.
     */
    Optional<String> copy(JsonParser in) throws IOException {
        try (JsonGenerator out = StrictJson.events().createGenerator(text)) {
            for (int depth = 0; ; in.nextToken()) {
                JsonToken token = in.currentToken();
                if (token == JsonToken.VALUE_STRING && !Utf8.isWellFormed(in.getText())) {
                    return Optional.of("data has an unpaired surrogate in " + Text.quoted(in.getText()));
                }
                if (token.isNumeric()) {
                    out.writeNumber(in.getText());
                } else {
                    out.copyCurrentEvent(in);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 0) {
                    return Optional.empty();
                }
            }
        }
    }
}
