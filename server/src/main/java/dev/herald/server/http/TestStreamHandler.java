package dev.herald.server.http;

import dev.herald.server.hub.Frame;
import dev.herald.server.hub.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts aloud on one test stream, for an hour at most. Confined to the channel's event loop. */
final class TestStreamHandler extends ChannelInboundHandlerAdapter {
    static final Duration LIFETIME_MAX = Duration.ofHours(1);
    private static final int INTERVAL_SECONDS = 2;
    private static final long MESSAGES_MAX = LIFETIME_MAX.toSeconds() / INTERVAL_SECONDS;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Framing framing;
    private final InstantSource clock;
    private final ZoneId zone;

    // event loop only
    private long messages;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> ticking;

    TestStreamHandler(Framing framing, InstantSource clock, ZoneId zone) {
        this.framing = framing;
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    /** The response head is out. */
    void begin() {
        if (context != null && context.channel().isActive()) {
            ticking = context.executor().scheduleAtFixedRate(this::tick, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        context.close(); // a stream is write-only
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void tick() {
        if (context == null || !context.channel().isWritable()) {
            return;
        }
        if (messages == MESSAGES_MAX) {
            stop();
            byte[] end = framing == Framing.CHUNKED ? LAST_CHUNK : new byte[0];
            context.writeAndFlush(Unpooled.wrappedBuffer(end)).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        String text = "data: Test message " + messages + " at "
                + TIME.format(clock.instant().atZone(zone)) + "\n\n";
        messages++;
        ByteBuf chunk = Frame.chunkOf(text.getBytes(StandardCharsets.US_ASCII));
        context.writeAndFlush(framing.view(chunk), context.voidPromise());
        chunk.release();
    }

    private void stop() {
        if (ticking != null) {
            ticking.cancel(false);
        }
    }
}
