package dev.herald.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one publish, as they are met. Each step answers with the fault that it found, a sentence, and the first
 * ends the reading. That no field is met twice is the parser's doing. Confined to the call.
 */
final class PublishBody {
    private static final String TARGETS = "one of \"user\", \"users\", \"topic\" and \"broadcast\"";

    private final Set<Topic> topics = new LinkedHashSet<>();
    private @Nullable String target;
    private @Nullable String type;
    private String name = EventNames.MESSAGE;
    private String dataJson = "null";

    /** Reads a whole document into this body. */
    Optional<String> read(JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            return Optional.of("the body is " + kind(first) + ", a JSON object is wanted");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            Optional<String> fault = readField(field, parser);
            if (fault.isPresent()) {
                return fault;
            }
        }
        if (parser.nextToken() != null) {
            return Optional.of("something follows the JSON object, nothing is allowed there");
        }
        if (target == null) {
            return Optional.of("nobody is addressed: exactly " + TARGETS + " is wanted");
        }
        return type == null ? Optional.of("\"type\" is missing") : Optional.empty();
    }

    /** The event, after a {@link #read} that found no fault. */
    NewEvent event() {
        if (type == null) {
            throw new IllegalStateException("not read");
        }
        return new NewEvent(List.copyOf(topics), name, EventJson.event(type, dataJson));
    }

    private Optional<String> readField(String field, JsonParser parser) throws IOException {
        return switch (field) {
            case "user", "users", "topic", "broadcast" -> readTarget(field, parser);
            case "type" -> readType(parser);
            case "event" -> readName(parser);
            case "data" -> readData(parser);
            default -> Optional.of("unknown field " + Text.quoted(field));
        };
    }

    private Optional<String> readTarget(String field, JsonParser parser) throws IOException {
        if (target != null) {
            return Optional.of(
                    "\"" + target + "\" and \"" + field + "\" are both there: exactly " + TARGETS + " is wanted");
        }
        target = field;
        return switch (field) {
            case "user" -> readUser(parser);
            case "users" -> readUsers(parser);
            case "topic" -> readTopic(parser);
            default -> readBroadcast(parser);
        };
    }

    private Optional<String> readUser(JsonParser parser) throws IOException {
        Optional<String> fault = nameFault("user", parser);
        if (fault.isEmpty()) {
            topics.add(Topic.ofUser(parser.getText()));
        }
        return fault;
    }

    private Optional<String> readUsers(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return wrongKind("users", parser, "an array of strings");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Optional<String> fault = readUser(parser);
            if (fault.isPresent()) {
                return fault;
            }
            if (topics.size() > Limits.TOPICS_PER_EVENT_MAX) {
                return Optional.of("\"users\" has more than " + Limits.TOPICS_PER_EVENT_MAX
                        + " different users, at most " + Limits.TOPICS_PER_EVENT_MAX + " are allowed");
            }
        }
        return topics.isEmpty() ? Optional.of("\"users\" is empty, at least 1 user is wanted") : Optional.empty();
    }

    private Optional<String> readTopic(JsonParser parser) throws IOException {
        Optional<String> fault = nameFault("topic", parser);
        if (fault.isEmpty()) {
            topics.add(Topic.named(parser.getText()));
        }
        return fault;
    }

    private Optional<String> readBroadcast(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_TRUE) {
            return wrongKind("broadcast", parser, "true");
        }
        topics.add(Topic.BROADCAST);
        return Optional.empty();
    }

    private Optional<String> readType(JsonParser parser) throws IOException {
        Optional<String> fault = nameFault("type", parser);
        if (fault.isEmpty()) {
            type = parser.getText();
            return EventNames.isReservedType(type)
                    ? Optional.of("type " + Text.quoted(type) + " is the server's own, choose another")
                    : fault;
        }
        return fault;
    }

    private Optional<String> readName(JsonParser parser) throws IOException {
        Optional<String> fault = nameFault("event", parser);
        if (fault.isPresent()) {
            return fault;
        }
        name = parser.getText();
        return EventNames.isReserved(name)
                ? Optional.of("event " + Text.quoted(name) + " is one of the server's own names, choose another")
                : Optional.empty();
    }

    private Optional<String> readData(JsonParser parser) throws IOException {
        JsonCopy copy = new JsonCopy();
        Optional<String> fault = copy.copy(parser);
        if (fault.isEmpty()) {
            dataJson = copy.text();
        }
        return fault;
    }

    private static Optional<String> nameFault(String what, JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING
                ? Names.fault(what, parser.getText())
                : wrongKind(what, parser, "a string");
    }

    private static Optional<String> wrongKind(String field, JsonParser parser, String wanted) {
        return Optional.of("\"" + field + "\" holds " + kind(parser.currentToken()) + ", " + wanted + " is wanted");
    }

    private static String kind(@Nullable JsonToken token) {
        if (token == null) {
            return "empty";
        }
        return switch (token) {
            case START_OBJECT, END_OBJECT, FIELD_NAME -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "nothing";
        };
    }
}
