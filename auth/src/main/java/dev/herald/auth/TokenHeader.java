package dev.herald.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of its signature (RFC 7515, 4.1), read before anything else of it is. It is the sender's claim: it
 * chooses among our keys and never says how to verify. Immutable.
 *
 * @param kid the key id; null if the token names none
 */
record TokenHeader(String alg, @Nullable String kid) {
    private static final int CHARS_MAX = 1_024;

    /**
     * Parameters that would change what we do: extensions that must be understood (none is), compression (a bomb of
     * 8 KB unpacks to 8 MB), and keys that the sender brings along or wants us to fetch.
     */
    private static final Set<String> FORBIDDEN =
            Set.of("crit", "zip", "b64", "enc", "epk", "p2c", "jwk", "jku", "x5u", "x5c");

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    /** Reads the header of a compact JWS: three parts, the first of them the header. */
    static TokenHeader read(String token) throws RefusedToken {
        int dot = token.indexOf('.');
        int secondDot = token.indexOf('.', dot + 1);
        if (dot < 1 || secondDot < 0 || token.indexOf('.', secondDot + 1) >= 0) {
            throw new RefusedToken("not three parts with dots between");
        }
        if (dot > CHARS_MAX) {
            throw new RefusedToken("header longer than " + CHARS_MAX + " characters");
        }
        try (JsonParser json = JSON.createParser(Base64.getUrlDecoder().decode(token.substring(0, dot)))) {
            return read(json);
        } catch (IOException | IllegalArgumentException e) {
            throw new RefusedToken("header is not JSON in base64url");
        }
    }

    private static TokenHeader read(JsonParser json) throws IOException, RefusedToken {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new RefusedToken("header is not a JSON object");
        }
        String alg = null;
        String kid = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (FORBIDDEN.contains(name)) {
                throw new RefusedToken("header has " + name);
            }
            switch (name) {
                case "alg" -> alg = text(name, value, json);
                case "kid" -> kid = text(name, value, json);
                default -> json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            throw new RefusedToken("header has more than one JSON object");
        }
        if (alg == null) {
            throw new RefusedToken("header has no alg");
        }
        return new TokenHeader(alg, kid);
    }

    private static String text(String name, @Nullable JsonToken value, JsonParser json)
            throws IOException, RefusedToken {
        if (value != JsonToken.VALUE_STRING) {
            throw new RefusedToken("header's " + name + " is not a string");
        }
        return json.getText();
    }
}
