package dev.herald.server.stream;

import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.hub.Frame;
import dev.herald.server.hub.Framing;
import dev.herald.server.hub.LoopHub;
import dev.herald.server.hub.Subscriber;
import dev.herald.server.log.Entry;
import dev.herald.server.log.ReadResult;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One open stream: a reader of the log with a position.
 *
 * <pre>
 *   OPENING ----> LIVE: is handed frames as they come
 *      |          |  ^
 *      |   socket |  | has read as far as it was ever owed
 *      |     full v  |
 *      '--> CATCHING_UP: nothing is queued, reads the log page by page as the socket takes them
 *
 *   any of them ----> CLOSED, with a {@link CloseReason}
 * </pre>
 *
 * <p>Controls are obeyed in OPENING as well: the stream joins the hub first and has its session checked then, so that a
 * login between the two is not missed. Confined to the channel's event loop.
 */
public final class EventStream implements Subscriber {
    private enum State {
        OPENING,
        LIVE,
        CATCHING_UP,
        CLOSED
    }

    // set once
    private final LoopStreams here;
    private final Channel channel;
    private final Topic own;
    private final List<Topic> further;
    private final String jti;
    private final Framing framing;
    private final @Nullable String forwardedFor; // null if the peer is the client itself
    private final long openedMillis;
    private final long expiresMillis;

    // event loop only
    private State state = State.OPENING;
    // Its position: everything up to here was written, or is not owed. As numbers, since a reference that changes with
    // each event is work for the collector with each event.
    private long epoch;
    private long offset;
    private long generation; // of its session; while OPENING the newest that it has heard of
    private boolean sessionEnded; // by a control that came while OPENING
    private @Nullable StreamHandler handler;
    private @Nullable CatchUp catchUp; // while CATCHING_UP
    private boolean endsByLifetime;

    EventStream(LoopStreams here, Channel channel, StreamRequest request) {
        this.here = here;
        this.channel = channel;
        this.own = request.topics().get(0);
        this.further = List.copyOf(request.topics().subList(1, request.topics().size()));
        this.jti = request.principal().jti();
        this.framing = request.framing();
        this.forwardedFor = PeerAddress.of(channel).equals(request.address()) ? null : request.address();
        this.openedMillis = here.streams().now().toEpochMilli();
        this.expiresMillis = request.principal().expiresAt().toEpochMilli();
        moveTo(here.hub().tail());
        here.hub().join(this, topics());
    }

    /** Any thread. */
    public StreamInfo info() {
        return new StreamInfo(
                channel.id().asShortText(),
                userId(),
                jti,
                topics(),
                forwardedFor == null ? PeerAddress.of(channel) : forwardedFor,
                Instant.ofEpochMilli(openedMillis),
                Instant.ofEpochMilli(expiresMillis));
    }

    Channel channel() {
        return channel;
    }

    LoopStreams here() {
        return here;
    }

    String userId() {
        return own.name();
    }

    /** The private topic of its user. */
    Topic own() {
        return own;
    }

    /** What a control has said against this stream since it joined, for a session of this generation. */
    @Nullable
    Refusal condemned(long generation) {
        assert channel.eventLoop().inEventLoop();
        if (sessionEnded) {
            return Refusal.SESSION_ENDED;
        }
        return generation < this.generation ? Refusal.SUPERSEDED : null;
    }

    /** Ends it before it has begun: there is nothing to say to the client here. */
    void abandon() {
        assert channel.eventLoop().inEventLoop();
        if (state == State.OPENING) {
            state = State.CLOSED;
            here.hub().leave(this, topics());
        }
    }

    /** It is counted and will begin, so its end must be told. */
    StreamHandler admitted(long generation) {
        assert channel.eventLoop().inEventLoop();
        this.generation = generation;
        this.handler = new StreamHandler(this);
        return handler;
    }

    /** The response head is out and the handler in place: the stream's own bytes begin. */
    void begin(StreamRequest request) {
        assert channel.eventLoop().inEventLoop();
        if (state != State.OPENING || handler == null) { // the client sent bytes behind its request
            return;
        }
        Streams streams = here.streams();
        Duration left = Duration.ofMillis(expiresMillis - streams.now().toEpochMilli());
        Duration lifetime = streams.config().lifetime();
        endsByLifetime = lifetime.compareTo(left) < 0;
        handler.keepTime(endsByLifetime ? lifetime : left);
        if (request.lastEventId() == null) {
            moveTo(here.hub().decided());
            state = State.LIVE;
            write(Chunks.connected(framing, position()));
        } else {
            resume(request.lastEventId());
        }
        flush();
    }

    @Override
    public boolean deliver(Frame frame) {
        if (!takes(frame)) {
            return false;
        }
        write(frame.bytes(framing));
        moveTo(frame.position());
        return true;
    }

    @Override
    public boolean send(Frame frame) {
        if (handler == null || handler.awaitsFlush() || framing != Framing.CHUNKED) {
            boolean taken = deliver(frame);
            flush();
            return taken;
        }
        if (!takes(frame)) {
            return false;
        }
        moveTo(frame.position());
        handler.send(frame.chunk());
        return true;
    }

    /** Whether the frame is to be written now; if the socket is full, the stream has to catch up from here on. */
    private boolean takes(Frame frame) {
        assert channel.eventLoop().inEventLoop();
        if (catchUp != null) {
            catchUp.owe(frame.position());
        }
        if (state != State.LIVE) {
            return false;
        }
        if (!isBehind(frame.position())) {
            return false; // another of its topics has brought it already, or it is from before the stream
        }
        if (!channel.isWritable()) { // for what the socket has not been offered yet, perhaps
            flush();
        }
        if (state != State.LIVE) { // the flush has failed, and ended the stream at once
            return false;
        }
        if (channel.isWritable()) {
            return true;
        }
        // Just before what it was not handed, not what it wrote last: that may be days old and out of the log.
        moveTo(frame.position().at(frame.position().offset() - 1));
        fallBehind(frame.position());
        return false;
    }

    @Override
    public void missed(Position after, Position upTo) {
        assert channel.eventLoop().inEventLoop();
        if (catchUp != null) {
            catchUp.owe(upTo);
        } else if (state == State.LIVE && isBehind(upTo)) {
            if (isBehind(after)) {
                moveTo(after); // what it wrote last may be days old and out of the log
            }
            fallBehind(upTo);
            readOn();
        }
    }

    @Override
    public boolean awaitsFlush() {
        assert channel.eventLoop().inEventLoop();
        return handler != null && handler.awaitsFlush();
    }

    @Override
    public void flush() {
        assert channel.eventLoop().inEventLoop();
        if (handler != null && handler.awaitsFlush()) {
            handler.flush();
        }
    }

    @Override
    public void obey(Entry.Control control) {
        assert channel.eventLoop().inEventLoop();
        if (control instanceof Entry.SessionStarted started) {
            if (state == State.OPENING) {
                generation = Math.max(generation, started.generation());
            } else if (generation < started.generation()) {
                close(CloseReason.SUPERSEDED);
            }
        } else if (control instanceof Entry.SessionsEnded ended && ended.jtis().contains(jti)) {
            end(CloseReason.LOGGED_OUT);
        } else if (control instanceof Entry.SessionsRevoked revoked
                && revoked.jtis().contains(jti)) {
            end(CloseReason.REVOKED);
        }
    }

    @Override
    public void failed(Throwable cause) {
        channel.pipeline().fireExceptionCaught(cause);
    }

    /** Silence has lasted for the heartbeat's time. Only a live stream may promise a position. */
    void heartbeat() {
        assert channel.eventLoop().inEventLoop();
        if (handler == null || !channel.isWritable()) {
            return;
        }
        if (state == State.LIVE) {
            ByteBuf heartbeat = position().isAfter(here.hub().tail())
                    ? Chunks.framed(framing, LoopHub.heartbeatAt(position()))
                    : here.hub().heartbeat(framing);
            try {
                handler.send(heartbeat);
            } finally {
                heartbeat.release();
            }
        } else if (state == State.CATCHING_UP) {
            write(Chunks.keepAlive(framing));
            flush();
        }
    }

    /** Its token or its lifetime has run out. */
    void timeIsUp() {
        close(endsByLifetime ? CloseReason.LIFETIME_OVER : CloseReason.TOKEN_EXPIRED);
    }

    /** The socket takes bytes again. */
    void readOn() {
        if (catchUp != null) {
            catchUp.readOn();
        }
    }

    /** The page of the log that it writes next. */
    CompletionStage<Replay> nextPage() {
        return here.streams().replays().read(topics(), position(), channel.bytesBeforeUnwritable(), framing);
    }

    /** Writes a page of the log, and stands at its end. */
    void take(Replay page) {
        if (page.reset() != null) {
            reset(page.reset());
        } else {
            write(page.bytes());
            moveTo(page.end());
            here.streams().metrics().delivered(page.events());
        }
        flush();
    }

    /** It has read all that it was owed. */
    void caughtUp() {
        endCatchUp();
        state = State.LIVE;
    }

    /** Ends the stream; without effect if it has ended. */
    public void close(CloseReason reason) {
        assert channel.eventLoop().inEventLoop();
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        here.hub().leave(this, topics());
        endCatchUp();
        if (handler != null) {
            handler.forgetTime();
            here.streams().ended(this, reason);
        }
        if (handler == null || reason == CloseReason.CLIENT_GONE || reason == CloseReason.TOO_SLOW) {
            channel.close(); // there is nobody who could take a farewell
        } else {
            try {
                handler.sayFarewell(Chunks.farewell(framing, reason));
            } catch (RuntimeException | Error e) { // no memory for it: the stream has ended all the same
                channel.close();
                throw e;
            }
        }
    }

    private void end(CloseReason reason) {
        if (state == State.OPENING) {
            sessionEnded = true;
        } else {
            close(reason);
        }
    }

    private void resume(String lastEventId) {
        write(Chunks.connected(framing));
        if (state == State.CLOSED) { // the write has failed, and said so at once
            return;
        }
        Position from = Position.parse(lastEventId).orElse(null);
        if (from == null) {
            state = State.LIVE;
            reset(new ReadResult.Reset(
                    ReadResult.Reason.UNKNOWN_POSITION, here.hub().decided()));
        } else if (from.equals(here.hub().decided())) { // nothing has happened since
            moveTo(from);
            state = State.LIVE;
        } else {
            moveTo(from);
            catchUpTo(here.hub().decided());
            readOn();
        }
    }

    private void fallBehind(Position owedUpTo) {
        here.streams().metrics().fellBehind();
        catchUpTo(owedUpTo);
    }

    private void catchUpTo(Position owedUpTo) {
        state = State.CATCHING_UP;
        catchUp = new CatchUp(this, here.streams(), owedUpTo);
    }

    private void endCatchUp() {
        if (catchUp != null) {
            catchUp.stop();
            catchUp = null;
        }
    }

    private void reset(ReadResult.Reset reset) {
        here.streams().metrics().reset(reset.reason().text());
        write(Chunks.reset(framing, reset));
        moveTo(reset.resumeAfter());
    }

    /** Its user's own and those it asked for: put together when needed, as hardly any stream asks for more. */
    private List<Topic> topics() {
        if (further.isEmpty()) {
            return List.of(own);
        }
        List<Topic> topics = new ArrayList<>(further.size() + 1);
        topics.add(own);
        topics.addAll(further);
        return topics;
    }

    private Position position() {
        return new Position(epoch, offset);
    }

    private void moveTo(Position position) {
        epoch = position.epoch();
        offset = position.offset();
    }

    boolean isBehind(Position position) {
        return position.epoch() > epoch || (position.epoch() == epoch && position.offset() > offset);
    }

    private void write(ByteBuf bytes) {
        if (handler == null) {
            throw new IllegalStateException("a stream writes only after it has begun");
        }
        handler.write(bytes);
    }
}
