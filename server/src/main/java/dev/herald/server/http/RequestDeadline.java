package dev.herald.server.http;

import dev.herald.server.metrics.ServerMetrics;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request does not become whole in time, however steadily it drips (slowloris), and one that
 * rests too long between requests; and counts the requests under way. It sits before the codec, where every byte passes.
 * Confined to the channel's event loop.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    private static final Duration LINGER = Duration.ofSeconds(2);

    private enum State {
        READING,
        SERVING,
        RESTING,
        LINGERING
    }

    private final Duration requestTimeout;
    private final Duration keepAliveTimeout;
    private final RequestsUnderWay underWay;
    private final ServerMetrics metrics;

    // event loop only
    private State state = State.READING;
    private boolean counted; // as under way
    private @Nullable ChannelHandlerContext context;
    private long deadlineNanos; // of the state, on the loop's clock; none while SERVING
    private @Nullable Future<?> timer;
    private long timerNanos; // when it fires

    RequestDeadline(
            Duration requestTimeout, Duration keepAliveTimeout, RequestsUnderWay underWay, ServerMetrics metrics) {
        this.requestTimeout = requestTimeout;
        this.keepAliveTimeout = keepAliveTimeout;
        this.underWay = underWay;
        this.metrics = metrics;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
        enter(State.READING, requestTimeout);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancel();
        this.context = null; // an answer that comes later sets no timer
        countOut();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (state == State.RESTING) {
            enter(State.READING, requestTimeout);
        }
        if (state == State.READING) {
            countIn();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    /** The request is whole; how long it is served is for others to bound. */
    void requestIsWhole() {
        countIn(); // it may have been waiting for the answer before its own
        state = State.SERVING;
    }

    /** The answer is out. */
    void answered() {
        countOut();
        enter(State.RESTING, keepAliveTimeout);
    }

    /** The last answer is out, and what the client has still to say is of no interest. */
    void answeredForGood() {
        countOut();
        enter(State.LINGERING, LINGER);
    }

    private void enter(State next, Duration limit) {
        state = next;
        if (context != null) {
            deadlineNanos = context.executor().ticker().nanoTime() + limit.toNanos();
            arm(context, limit);
        }
    }

    /**
     * Has the timer fire within the limit. It never looks further ahead than a request may take, so that it is early
     * enough for the next state too and a request costs no timer of its own.
     */
    private void arm(ChannelHandlerContext context, Duration limit) {
        Duration delay = limit.compareTo(requestTimeout) < 0 ? limit : requestTimeout;
        long due = context.executor().ticker().nanoTime() + delay.toNanos();
        if (timer == null || timerNanos - due > 0) {
            cancel();
            timerNanos = due;
            timer = context.executor().schedule(this::look, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        timer = null;
        if (context == null) {
            return;
        }
        long leftNanos = deadlineNanos - context.executor().ticker().nanoTime();
        if (state == State.SERVING) {
            arm(context, requestTimeout);
        } else if (leftNanos > 0) {
            arm(context, Duration.ofNanos(leftNanos));
        } else {
            expired(context);
        }
    }

    private void expired(ChannelHandlerContext context) {
        if (state == State.READING) {
            metrics.refused("request_timeout");
        }
        context.close();
    }

    private void countIn() {
        if (!counted) {
            counted = true;
            underWay.begun();
        }
    }

    private void countOut() {
        if (counted) {
            counted = false;
            underWay.done();
        }
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
