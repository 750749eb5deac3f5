package dev.herald.server.http;

import dev.herald.server.hub.Framing;
import dev.herald.server.metrics.ServerMetrics;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * One request on its way to its answer. Confined to the channel's event loop; {@link #answerWhen} takes stages that
 * complete anywhere.
 */
final class Exchange {
    // set once
    private final ChannelHandlerContext context;
    private final TurnHandler turn;
    private final ResponseHeaders always;
    private final ServerMetrics metrics;
    private final Route route;
    private final Call call;
    private final KeepAlive keepAlive;

    // event loop only
    private boolean answered;

    enum KeepAlive {
        KEEP,
        CLOSE,
        /**
         * As CLOSE, but the client may still be sending: to close then would send it a reset, which can overtake the answer
         * (RFC 9112, section 9.6).
         */
        LINGER
    }

    Exchange(
            ChannelHandlerContext context,
            TurnHandler turn,
            ResponseHeaders always,
            ServerMetrics metrics,
            Route route,
            Call call,
            KeepAlive keepAlive) {
        this.context = context;
        this.turn = turn;
        this.always = always;
        this.metrics = metrics;
        this.route = route;
        this.call = call;
        this.keepAlive = keepAlive;
    }

    Route route() {
        return route;
    }

    Call call() {
        return call;
    }

    Channel channel() {
        return context.channel();
    }

    /** The same exchange, with the caller known. */
    Exchange by(Call known) {
        return new Exchange(context, turn, always, metrics, route, known, keepAlive);
    }

    /** Answers in the route's format of errors, and counts it. */
    void refuse(HttpResponseStatus status, String reason, String detail) {
        answer(refusal(status, reason, detail));
    }

    /** An answer in the route's format of errors, counted; for callers that add to it. */
    Answer refusal(HttpResponseStatus status, String reason, String detail) {
        metrics.refused(reason);
        Answer answer = route.errors().answer(status, detail);
        return status.equals(HttpResponseStatus.UNAUTHORIZED)
                ? answer.with("www-authenticate", "Bearer realm=\"herald\"")
                : answer;
    }

    /** Sends the answer; nothing may follow. */
    void answer(Answer answer) {
        assert channel().eventLoop().inEventLoop();
        if (answered) {
            throw new IllegalStateException("answered twice: " + route);
        }
        answered = true;
        FullHttpResponse response = response(answer);
        always.addTo(response.headers(), call);
        if (keepAlive != KeepAlive.KEEP) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (call.framing() == Framing.UNTIL_CLOSE) { // HTTP/1.0 closes unless told otherwise
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        ChannelFuture sent = context.writeAndFlush(response);
        switch (keepAlive) {
            case KEEP -> turn.answered();
            case CLOSE -> sent.addListener(ChannelFutureListener.CLOSE);
            case LINGER -> {
                sent.addListener(done -> ((DuplexChannel) channel()).shutdownOutput());
                turn.answeredForGood();
            }
        }
    }

    /** Answers as soon as the stage has its answer; a stage that fails is answered as {@link Failures} says. */
    void answerWhen(CompletionStage<Answer> stage) {
        answerWhen(stage, answer -> answer);
    }

    /** The same, with the answer made from the stage's result, on this event loop and not on the stage's thread. */
    <T> void answerWhen(CompletionStage<T> stage, Function<T, Answer> answer) {
        stage.whenComplete((result, failure) ->
                onLoop(() -> answer(failure == null ? answer.apply(result) : Failures.answer(this, failure))));
    }

    /** Runs the task on the channel's event loop, at once if that is this thread, and not at all if it has ended. */
    void onLoop(Runnable task) {
        if (channel().eventLoop().inEventLoop()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) { // a stage that calls this would keep it to itself
                context.pipeline().fireExceptionCaught(e);
            }
            return;
        }
        try {
            channel().eventLoop().execute(task);
        } catch (RejectedExecutionException e) { // the server has stopped, and the connection with it
            channel().close();
        }
    }

    /**
     * Sends the head of an endless response and leaves {@code handler} alone in the pipeline; from then on it writes the
     * body's bytes itself, in {@link Call#framing}.
     */
    void startStream(ChannelHandler handler) {
        assert channel().eventLoop().inEventLoop();
        answered = true;
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpHeaders headers = head.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, Answer.EVENT_STREAM);
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache, no-transform");
        headers.set("x-accel-buffering", "no");
        always.addTo(headers, call);
        if (call.framing() == Framing.CHUNKED) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
            HttpUtil.setTransferEncodingChunked(head, true);
        } else {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        context.write(head);
        ChannelPipeline pipeline = context.pipeline();
        // Last first: the codec, leaving, forwards bytes it has not decoded, which only the new handler should see.
        pipeline.addLast(handler);
        for (Class<? extends ChannelHandler> left : HttpPipeline.HANDLERS) {
            pipeline.remove(left);
        }
        context.channel().config().setAutoRead(true); // so that the client's end is seen
    }

    private static FullHttpResponse response(Answer answer) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, answer.status(), Unpooled.copiedBuffer(answer.body(), StandardCharsets.UTF_8));
        HttpHeaders headers = response.headers();
        for (Answer.Header header : answer.headers()) {
            headers.add(header.name(), header.value());
        }
        if (!headers.contains(HttpHeaderNames.CACHE_CONTROL)) {
            headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        }
        if (!answer.status().equals(HttpResponseStatus.NO_CONTENT)) {
            headers.setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        }
        return response;
    }
}
