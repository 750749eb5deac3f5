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
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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
    private static final Duration FAREWELL_MAX = Duration.ofSeconds(5);
    private static final long RETRY_READ_MILLIS = 1_000;

    private enum State {
        OPENING,
        LIVE,
        CATCHING_UP,
        CLOSED
    }

    // set once
    private final Streams streams;
    private final Channel channel;
    private final LoopHub hub;
    private final Endings endings;
    private final String userId;
    private final String jti;
    private final List<Topic> topics;
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
    private Position owedUpTo; // CATCHING_UP ends when this has been read
    private boolean unflushed;
    private boolean reading;
    private long generation;
    private long newestGeneration;
    private @Nullable Refusal condemned; // by a control that came while OPENING
    private @Nullable StreamHandler handler;
    private @Nullable Future<?> behindTimer;
    private long endStep; // of its end, in endings
    private boolean endsByLifetime;

    EventStream(Streams streams, Channel channel, LoopHub hub, StreamRequest request) {
        this.streams = streams;
        this.channel = channel;
        this.hub = hub;
        this.endings = streams.endings(channel.eventLoop());
        this.userId = request.principal().userId();
        this.jti = request.principal().jti();
        this.topics = request.topics();
        this.framing = request.framing();
        this.forwardedFor = PeerAddress.of(channel).equals(request.address()) ? null : request.address();
        this.openedMillis = streams.now().toEpochMilli();
        this.expiresMillis = request.principal().expiresAt().toEpochMilli();
        this.owedUpTo = hub.tail();
        this.epoch = owedUpTo.epoch();
        this.offset = owedUpTo.offset();
        hub.join(this, topics);
    }

    /** Any thread. */
    public StreamInfo info() {
        return new StreamInfo(
                channel.id().asShortText(),
                userId,
                jti,
                topics,
                forwardedFor == null ? PeerAddress.of(channel) : forwardedFor,
                Instant.ofEpochMilli(openedMillis),
                Instant.ofEpochMilli(expiresMillis));
    }

    Channel channel() {
        return channel;
    }

    String userId() {
        return userId;
    }

    /** What a control has said against this stream since it joined, for a session of this generation. */
    @Nullable
    Refusal condemned(long generation) {
        assert channel.eventLoop().inEventLoop();
        if (condemned != null) {
            return condemned;
        }
        return generation < newestGeneration ? Refusal.SUPERSEDED : null;
    }

    /** Ends it before it has begun: there is nothing to say to the client here. */
    void abandon() {
        assert channel.eventLoop().inEventLoop();
        if (state == State.OPENING) {
            state = State.CLOSED;
            hub.leave(this, topics);
        }
    }

    /** It is counted and will begin, so its end must be told. */
    StreamHandler admitted(long generation) {
        assert channel.eventLoop().inEventLoop();
        this.generation = generation;
        this.handler = new StreamHandler(this, streams.config().heartbeat().toMillis());
        return handler;
    }

    /** The response head is out and the handler in place: the stream's own bytes begin. */
    void begin(StreamRequest request) {
        assert channel.eventLoop().inEventLoop();
        if (state != State.OPENING) { // the client sent bytes behind its request
            return;
        }
        Duration left = Duration.ofMillis(expiresMillis - streams.now().toEpochMilli());
        Duration lifetime = streams.config().lifetime();
        endsByLifetime = lifetime.compareTo(left) < 0;
        endStep = endings.add(this, endsByLifetime ? lifetime : left);
        if (request.lastEventId() == null) {
            moveTo(hub.decided());
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
        if (handler == null || unflushed || framing != Framing.CHUNKED) {
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
        if (state != State.LIVE) {
            owe(frame.position());
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
        streams.metrics().fellBehind();
        // Just before what it was not handed, not what it wrote last: that may be days old and out of the log.
        moveTo(frame.position().at(frame.position().offset() - 1));
        owe(frame.position());
        catchUp();
        return false;
    }

    @Override
    public void missed(Position after, Position upTo) {
        assert channel.eventLoop().inEventLoop();
        owe(upTo);
        if (state == State.LIVE && isBehind(upTo)) {
            streams.metrics().fellBehind();
            if (isBehind(after)) {
                moveTo(after); // what it wrote last may be days old and out of the log
            }
            catchUp();
            readOn();
        }
    }

    /**
     * It was not handed what stands here. Whether it has it already cannot be told before its next page: the position
     * that it came with may prove to be none. Nor does it take back what is owed up to a later position, for a batch
     * that was under way when the stream joined may hold only a part of it.
     */
    private void owe(Position upTo) {
        if (upTo.isAfter(owedUpTo)) {
            owedUpTo = upTo;
        }
    }

    @Override
    public boolean awaitsFlush() {
        assert channel.eventLoop().inEventLoop();
        return unflushed;
    }

    @Override
    public void flush() {
        assert channel.eventLoop().inEventLoop();
        if (unflushed && handler != null) {
            unflushed = false;
            handler.flush();
        }
    }

    @Override
    public void obey(Entry.Control control) {
        assert channel.eventLoop().inEventLoop();
        if (control instanceof Entry.SessionStarted started) {
            newestGeneration = Math.max(newestGeneration, started.generation());
            if (state != State.OPENING && generation < newestGeneration) {
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
        if (!channel.isWritable() || handler == null) {
            return;
        }
        if (state == State.LIVE) {
            write(
                    position().isAfter(hub.tail())
                            ? Chunks.framed(framing, LoopHub.heartbeatAt(position()))
                            : hub.heartbeat(framing));
        } else if (state == State.CATCHING_UP) {
            write(Chunks.keepAlive(framing));
        }
        flush();
    }

    /** The socket takes bytes again, or there is more to read. */
    void readOn() {
        assert channel.eventLoop().inEventLoop();
        if (state == State.CATCHING_UP && !reading && channel.isWritable()) {
            reading = true;
            Position owedNow = owedUpTo;
            streams.replays()
                    .read(topics, position(), channel.bytesBeforeUnwritable(), framing)
                    .whenComplete((replay, failure) -> Streams.onLoop(
                            channel, () -> replayed(replay, failure, owedNow), () -> Replay.release(replay)));
        }
    }

    /** Its token or its lifetime has run out. */
    void timeIsUp() {
        close(endsByLifetime ? CloseReason.LIFETIME_OVER : CloseReason.TOKEN_EXPIRED);
    }

    /** Ends the stream; without effect if it has ended. */
    public void close(CloseReason reason) {
        assert channel.eventLoop().inEventLoop();
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        hub.leave(this, topics);
        cancel(behindTimer);
        endings.remove(this, endStep);
        if (handler != null) {
            streams.ended(this, reason);
        }
        if (handler == null || reason == CloseReason.CLIENT_GONE || reason == CloseReason.TOO_SLOW) {
            channel.close(); // there is nobody who could take a farewell
        } else {
            try {
                sayFarewell(handler, reason);
            } catch (RuntimeException | Error e) { // no memory for it: the stream has ended all the same
                channel.close();
                throw e;
            }
        }
    }

    private void end(CloseReason reason) {
        if (state == State.OPENING) {
            condemned = Refusal.SESSION_ENDED;
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
            reset(new ReadResult.Reset(ReadResult.Reason.UNKNOWN_POSITION, hub.decided()));
        } else if (from.equals(hub.decided())) { // nothing has happened since
            moveTo(from);
            state = State.LIVE;
        } else {
            moveTo(from);
            owedUpTo = hub.decided();
            catchUp();
            readOn();
        }
    }

    private void catchUp() {
        state = State.CATCHING_UP;
        behindTimer = closeAfter(streams.config().behindMax(), CloseReason.TOO_SLOW);
    }

    private void replayed(@Nullable Replay replay, @Nullable Throwable failure, Position owedWhenAsked) {
        assert channel.eventLoop().inEventLoop();
        if (state != State.CATCHING_UP) {
            Replay.release(replay);
            return;
        }
        if (replay == null) {
            streams.readFailed(this, failure);
            long pause = RETRY_READ_MILLIS + ThreadLocalRandom.current().nextLong(RETRY_READ_MILLIS);
            channel.eventLoop().schedule(this::readAgain, pause, TimeUnit.MILLISECONDS);
            return;
        }
        if (replay.reset() != null) {
            reset(replay.reset());
        } else {
            write(replay.bytes());
            moveTo(replay.end());
            streams.metrics().delivered(replay.events());
        }
        flush();
        reading = false;
        if (state == State.CLOSED) { // the write has failed, and said so at once
            return;
        }
        if (!isBehind(owedUpTo)) {
            state = State.LIVE;
            cancel(behindTimer);
        } else {
            if (!isBehind(owedWhenAsked)) { // kept up with what there was, though more has come since
                cancel(behindTimer);
                behindTimer = closeAfter(streams.config().behindMax(), CloseReason.TOO_SLOW);
            }
            readOn();
        }
    }

    private void readAgain() {
        reading = false;
        readOn();
    }

    private void reset(ReadResult.Reset reset) {
        streams.metrics().reset(reset.reason().text());
        write(Chunks.reset(framing, reset));
        moveTo(reset.resumeAfter());
    }

    private void sayFarewell(StreamHandler handler, CloseReason reason) {
        ChannelFuture said = handler.writeLast(Chunks.farewell(framing, reason));
        said.addListener(ChannelFutureListener.CLOSE);
        if (!said.isDone()) { // a client that does not read would keep the socket for ever
            Future<?> patience =
                    channel.eventLoop().schedule(() -> channel.close(), FAREWELL_MAX.toMillis(), TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(closed -> patience.cancel(false));
        }
    }

    private Position position() {
        return new Position(epoch, offset);
    }

    private void moveTo(Position position) {
        epoch = position.epoch();
        offset = position.offset();
    }

    private boolean isBehind(Position position) {
        return position.epoch() > epoch || (position.epoch() == epoch && position.offset() > offset);
    }

    private void write(ByteBuf bytes) {
        if (handler == null) {
            throw new IllegalStateException("a stream writes only after it has begun");
        }
        handler.write(bytes);
        unflushed = true;
    }

    private Future<?> closeAfter(Duration delay, CloseReason reason) {
        long millis = Math.max(0, delay.toMillis());
        return channel.eventLoop().schedule(() -> close(reason), millis, TimeUnit.MILLISECONDS);
    }

    private static void cancel(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
