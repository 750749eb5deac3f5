package dev.herald.server.stream;

import dev.herald.protocol.EventJson;
import dev.herald.protocol.Position;
import dev.herald.protocol.SseEncoder;
import dev.herald.server.hub.Frame;
import dev.herald.server.hub.Framing;
import dev.herald.server.log.ReadResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What a stream says besides events of the log. Immutable. */
final class Chunks {
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONNECTED = SseEncoder.comment("connected");
    private static final byte[] KEEP_ALIVE = SseEncoder.comment("");

    private static final String LOGGED_IN_ELSEWHERE =
            "You have been logged out: your account logged in on another device";
    private static final String FORCED_OUT = "You have been logged out";

    private static final int RETURN_MILLIS_MIN = 500;
    private static final int RETURN_MILLIS_MAX = 5_000;
    private static final int LIFETIME_RETURN_MILLIS_MAX = 2_000;
    private static final int EVICTED_RETRY_MILLIS = 60_000;

    private Chunks() {}

    /** The first bytes of a stream that begins now: they bring its id as well, so that a cut before the first event loses nothing. */
    static ByteBuf connected(Framing framing, Position position) {
        String lines = ": connected\nid: " + position + "\n\n";
        return framed(framing, lines.getBytes(StandardCharsets.US_ASCII));
    }

    /** The first bytes of a stream that resumes: it keeps the id it came with until it has seen more. */
    static ByteBuf connected(Framing framing) {
        return framed(framing, CONNECTED);
    }

    static ByteBuf keepAlive(Framing framing) {
        return framed(framing, KEEP_ALIVE);
    }

    static ByteBuf reset(Framing framing, ReadResult.Reset reset) {
        return framed(
                framing,
                SseEncoder.event(
                        reset.resumeAfter().toString(),
                        "reset",
                        EventJson.reset(reset.reason().text())));
    }

    static ByteBuf framed(Framing framing, byte[] bytes) {
        ByteBuf chunk = Frame.chunkOf(bytes);
        try {
            return framing.view(chunk);
        } finally {
            chunk.release();
        }
    }

    /** The last bytes of a stream that ends for this reason, the end of the body included. */
    static ByteBuf farewell(Framing framing, CloseReason reason) {
        byte[] words = words(reason);
        ByteBuf said = words.length == 0 ? Unpooled.EMPTY_BUFFER : framed(framing, words);
        return framing == Framing.UNTIL_CLOSE ? said : Unpooled.wrappedBuffer(said, Unpooled.wrappedBuffer(LAST_CHUNK));
    }

    private static byte[] words(CloseReason reason) {
        return switch (reason) {
            case SUPERSEDED -> forceLogout(LOGGED_IN_ELSEWHERE);
            case REVOKED -> forceLogout(FORCED_OUT);
            // Without it two tabs would evict each other every few seconds, for ever.
            case EVICTED ->
                joined(
                        SseEncoder.event(null, "error", EventJson.error("Too many streams")),
                        SseEncoder.retry(Duration.ofMillis(EVICTED_RETRY_MILLIS)));
            case SERVER_STOPPING -> comeBackWithin(RETURN_MILLIS_MAX);
            case LIFETIME_OVER -> comeBackWithin(LIFETIME_RETURN_MILLIS_MAX);
            case CLIENT_GONE, UNEXPECTED_BYTES, LOGGED_OUT, TOKEN_EXPIRED, TOO_SLOW, INTERNAL_ERROR -> new byte[0];
        };
    }

    /**
     * Browsers add no jitter of their own: without it all would return at the same moment. They keep the value for later
     * losses of their network too, so it is never much smaller.
     */
    private static byte[] comeBackWithin(int millisMax) {
        int millis = ThreadLocalRandom.current().nextInt(RETURN_MILLIS_MIN, millisMax);
        return SseEncoder.retry(Duration.ofMillis(millis));
    }

    private static byte[] forceLogout(String message) {
        return SseEncoder.event(null, "message", EventJson.forceLogout(message));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
