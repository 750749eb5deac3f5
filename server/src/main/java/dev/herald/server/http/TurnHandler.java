package dev.herald.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lets one request at a time through, since answers must leave in the order of their requests (RFC 9112, section
 * 9.3.2). Pipelined requests wait here; with eight of them waiting the socket is not read, so that no more wait than one
 * read of it brings. Confined to the channel's event loop.
 */
final class TurnHandler extends ChannelInboundHandlerAdapter {
    private static final int WAITING_BEFORE_PAUSE = 8;

    private final RequestDeadline deadline;

    // event loop only
    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>(0);
    private boolean serving;
    private boolean looping;
    private @Nullable ChannelHandlerContext context;

    TurnHandler(RequestDeadline deadline) {
        this.deadline = deadline;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        waiting.add((FullHttpRequest) message);
        serveNext(context);
        if (waiting.size() >= WAITING_BEFORE_PAUSE) {
            context.channel().config().setAutoRead(false);
        }
    }

    /** The request that was being served has its answer on the way; the next may come. */
    void answered() {
        serving = false;
        deadline.answered();
        if (context != null) {
            serveNext(context);
            if (waiting.isEmpty() && !context.channel().config().isAutoRead()) {
                context.channel().config().setAutoRead(true);
            }
        }
    }

    /** Whether an answer is still owed, so that nothing else may be said. */
    boolean isServing() {
        return serving;
    }

    /** The last answer of this connection is on its way. */
    void answeredForGood() {
        deadline.answeredForGood();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    /** A loop, not a recursion: a thousand pipelined requests that are answered at once must not use up the stack. */
    private void serveNext(ChannelHandlerContext context) {
        if (looping) {
            return;
        }
        looping = true;
        while (!serving && !waiting.isEmpty()) {
            serving = true;
            deadline.requestIsWhole();
            context.fireChannelRead(waiting.remove());
        }
        looping = false;
    }
}
