package dev.herald.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What loops that a test drives have to say of their end: they have no thread, and so nothing that could end. */
interface UnendingLoops extends EventLoopGroup {
    @Override
    default ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, next()));
    }

    @Override
    default ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(next(), promise);
        return promise;
    }

    @Override
    @Deprecated
    default ChannelFuture register(Channel channel, ChannelPromise promise) {
        return register(promise);
    }

    @Override
    default Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Future<?> terminationFuture() {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean isShuttingDown() {
        return false;
    }

    @Override
    default boolean isShutdown() {
        return isShuttingDown();
    }

    @Override
    default boolean isTerminated() {
        return false;
    }

    @Override
    default boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
