package dev.herald.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.nio.CharBuffer;

/**
 * JSON from outside, read without any leniency: no duplicate keys, no trailing tokens, no unknown, missing or null
 * fields, no conversion between strings, numbers and booleans, nothing deep or long beyond {@link Limits}. Two readers
 * that are lenient in different ways can be made to see different things in one body; strict ones cannot. Thread-safe.
 */
public final class StrictJson {
    // Keys from outside in a table that all parsers share could be chosen to collide there.
    private static final JsonFactory EVENTS = strict(Integer.MAX_VALUE)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();
    // Without this, bytes could turn out to be UTF-16. (Jackson 2.22 fails on bytes if both features are off.)
    private static final ObjectMapper MAPPER = mapper(strict(Limits.JSON_STRING_CHARS_MAX)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build());

    private StrictJson() {}

    /**
     * For the small bodies whose shape is a record; {@link #read} does more. Shared: do not configure it further. Of a
     * byte array it takes UTF-8 only, though it does not find every fault in it.
     */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * Reads a small body into a record, every component of which must be there. What the record's constructor refuses
     * with an IllegalArgumentException is a fault too, with that exception's message.
     */
    public static <T> Parsed<T> read(byte[] json, Class<T> type) {
        return decode(json, 0, json.length).fold(text -> read(text.toString(), type), Parsed.Invalid::new);
    }

    private static <T> Parsed<T> read(String text, Class<T> type) {
        try {
            T value = MAPPER.readValue(text, type);
            return value == null ? new Parsed.Invalid<>("null is not allowed") : new Parsed.Valid<>(value);
        } catch (JsonProcessingException e) {
            return new Parsed.Invalid<>(JsonFault.of(e));
        }
    }

    /** The body as text, in an array of its own that begins with it; bounded by whoever received the bytes. */
    static Parsed<CharBuffer> decode(byte[] json, int offset, int length) {
        return Utf8.decodeStrictly(json, offset, length)
                .fold(
                        text -> !text.isEmpty() && text.get(0) == '\uFEFF'
                                ? new Parsed.Invalid<>("a byte order mark is not allowed")
                                : new Parsed.Valid<>(text),
                        Parsed.Invalid::new);
    }

    /** For events, from text only; their strings and keys have no bound but the body's. */
    static JsonFactory events() {
        return EVENTS;
    }

    private static JsonFactoryBuilder strict(int stringCharsMax) {
        return new JsonFactoryBuilder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Limits.JSON_DEPTH_MAX)
                        .maxNumberLength(Limits.JSON_NUMBER_CHARS_MAX)
                        .maxStringLength(stringCharsMax)
                        .maxNameLength(stringCharsMax)
                        .build());
    }

    private static ObjectMapper mapper(JsonFactory factory) {
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        strings -> strings.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }
}
