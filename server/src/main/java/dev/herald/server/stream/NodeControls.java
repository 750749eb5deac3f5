package dev.herald.server.stream;

import dev.herald.protocol.Position;
import dev.herald.server.log.Entry;
import dev.herald.server.log.LogRecord;
import dev.herald.server.log.TailListener;
import dev.herald.server.session.Revocations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stands before the hub and acts on the controls that are for this node as a whole rather than for single streams.
 * Confined to the log's tail.
 */
public final class NodeControls implements TailListener {
    private final String node;
    private final Streams streams;
    private final Revocations revocations;
    private final TailListener hub;

    /** @param node this node's name */
    public NodeControls(String node, Streams streams, Revocations revocations, TailListener hub) {
        this.node = node;
        this.streams = streams;
        this.revocations = revocations;
        this.hub = hub;
    }

    @Override
    public void advanced(List<LogRecord> records, Position tail) {
        for (LogRecord logged : records) {
            if (logged.entry() instanceof Entry.StreamsOverLimit over
                    && over.node().equals(node)) {
                streams.evictOldest(over.userId());
            } else if (logged.entry() instanceof Entry.ForcedOut out
                    && !out.node().equals(node)) {
                forceOut(out.userId());
            }
        }
        hub.advanced(records, tail);
    }

    @Override
    public void missed(Position after, Position upTo) {
        hub.missed(after, upTo);
    }

    /** The node that was asked knows the tokens of its own streams only. */
    private void forceOut(String userId) {
        Map<String, Instant> tokens = openTokens(streams.registry(), userId);
        if (!tokens.isEmpty()) {
            revocations.revokeHere(userId, tokens);
        }
    }

    /** The sessions of a user's open streams here, with the latest expiry of their tokens. */
    public static Map<String, Instant> openTokens(StreamRegistry registry, String userId) {
        return registry.of(userId).stream()
                .map(EventStream::info)
                .collect(Collectors.toMap(
                        StreamInfo::jti, StreamInfo::expiresAt, (one, other) -> one.isAfter(other) ? one : other));
    }
}
