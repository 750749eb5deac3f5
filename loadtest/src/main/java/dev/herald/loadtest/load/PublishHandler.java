package dev.herald.loadtest.load;

import dev.herald.loadtest.wire.AnswerScanner;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Reads the answers on one publishing connection, alone in its pipeline. Confined to the channel's event loop.
 */
final class PublishHandler extends ChannelInboundHandlerAdapter implements AnswerScanner.Sink {
    /** How a connection ended. */
    enum Ending {
        /** The server had said that it would close. */
        ANNOUNCED,
        ABRUPT
    }

    private final PublishLane lane;
    private final ReadBuffer readBuffer;
    private final Runnable onClosed;
    private final AnswerScanner scanner = new AnswerScanner();
    private boolean closing;
    private boolean closed; // by us, behind the last answer

    PublishHandler(PublishLane lane, ReadBuffer readBuffer, Runnable onClosed) {
        this.lane = lane;
        this.readBuffer = readBuffer;
        this.onClosed = onClosed;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        lane.onConnected(ctx.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            boolean isHttp = scanner.feed(readBuffer.bytes(in), 0, in.readableBytes(), this);
            if (!isHttp || closed) {
                ctx.close();
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        lane.pump(); // once for all answers of a read, so that what they make room for is one write
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lane.onClosed(closing ? Ending.ANNOUNCED : Ending.ABRUPT);
        onClosed.run();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void onClosing() {
        closing = true;
        lane.onClosing();
    }

    @Override
    public void onAnswer(int status) {
        lane.onAnswer(status);
        closed = closing;
    }
}
