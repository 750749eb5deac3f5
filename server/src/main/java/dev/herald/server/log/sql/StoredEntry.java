package dev.herald.server.log.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.herald.protocol.NewEvent;
import dev.herald.protocol.StrictJson;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Entry;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An entry as columns. The topics of an event of several are joined by line feeds, which no topic can have. Immutable.
 *
 * @param topic of an event that has one; null for others
 * @param topics of an event that has several; null for others
 * @param name the SSE event name; null for a control record
 * @param data the JSON, of a control record its own
 */
record StoredEntry(
        int kind,
        @Nullable String topic,
        @Nullable String topics,
        @Nullable String name,
        String data) {
    static final int EVENT = 0;
    private static final int SESSION_STARTED = 1;
    private static final int SESSIONS_ENDED = 2;
    private static final int SESSIONS_REVOKED = 3;
    private static final int PROBE = 4;
    private static final int FORCED_OUT = 5;
    private static final int STREAMS_OVER_LIMIT = 6;

    static StoredEntry of(Entry entry) {
        if (entry instanceof Entry.Publication publication) {
            return of(publication.event());
        }
        if (entry instanceof Entry.SessionStarted started) {
            ObjectNode json = user(started.userId());
            json.put("jti", started.jti()).put("generation", started.generation());
            return control(SESSION_STARTED, json);
        }
        if (entry instanceof Entry.SessionsEnded ended) {
            return control(SESSIONS_ENDED, sessions(ended.userId(), ended.jtis()));
        }
        if (entry instanceof Entry.Probe probe) {
            return control(PROBE, StrictJson.mapper().createObjectNode().put("id", probe.id()));
        }
        if (entry instanceof Entry.ForcedOut out) {
            return control(FORCED_OUT, user(out.userId()).put("node", out.node()));
        }
        if (entry instanceof Entry.StreamsOverLimit over) {
            return control(STREAMS_OVER_LIMIT, user(over.userId()).put("node", over.node()));
        }
        Entry.SessionsRevoked revoked = (Entry.SessionsRevoked) entry;
        return control(SESSIONS_REVOKED, sessions(revoked.userId(), revoked.jtis()));
    }

    Entry entry() throws SQLException {
        if (kind == EVENT) {
            return new Entry.Publication(new NewEvent(topicList(), String.valueOf(name), data));
        }
        try {
            JsonNode json = StrictJson.mapper().readTree(data);
            String user = json.path("user").asText();
            return switch (kind) {
                case SESSION_STARTED ->
                    new Entry.SessionStarted(
                            user,
                            json.path("jti").asText(),
                            json.path("generation").asLong());
                case SESSIONS_ENDED -> new Entry.SessionsEnded(user, jtis(json));
                case PROBE -> new Entry.Probe(json.path("id").asText());
                case FORCED_OUT -> new Entry.ForcedOut(user, json.path("node").asText());
                case STREAMS_OVER_LIMIT ->
                    new Entry.StreamsOverLimit(user, json.path("node").asText());
                case SESSIONS_REVOKED -> new Entry.SessionsRevoked(user, jtis(json));
                default -> throw new SQLException("a record of kind " + kind + ", of a newer version of Herald?");
            };
        } catch (JsonProcessingException e) {
            throw new SQLException("a control record that cannot be read", e);
        }
    }

    private static StoredEntry of(NewEvent event) {
        List<Topic> topics = event.topics();
        if (topics.size() == 1) {
            return new StoredEntry(EVENT, topics.get(0).key(), null, event.name(), event.data());
        }
        String joined = topics.stream().map(Topic::key).collect(Collectors.joining("\n"));
        return new StoredEntry(EVENT, null, joined, event.name(), event.data());
    }

    private List<Topic> topicList() {
        if (topic != null) {
            return List.of(new Topic(topic));
        }
        return Arrays.stream(String.valueOf(topics).split("\n", -1))
                .map(Topic::new)
                .toList();
    }

    private static StoredEntry control(int kind, ObjectNode json) {
        return new StoredEntry(kind, null, null, null, json.toString());
    }

    private static ObjectNode user(String userId) {
        return StrictJson.mapper().createObjectNode().put("user", userId);
    }

    private static ObjectNode sessions(String userId, Set<String> jtis) {
        ObjectNode json = user(userId);
        ArrayNode array = json.putArray("jtis");
        jtis.forEach(array::add);
        return json;
    }

    private static Set<String> jtis(JsonNode json) {
        Set<String> jtis = new HashSet<>();
        json.path("jtis").forEach(jti -> jtis.add(jti.asText()));
        return jtis;
    }
}
