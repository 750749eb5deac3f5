package dev.herald.server.net;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;

/**
 * Has each accepted socket ask to be read before it is registered with its event loop: so epoll is told both in one
 * system call, where Netty alone would register first and ask in a second. Thread-safe: shared.
 */
@Sharable
final class EarlyReadHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        if (accepted instanceof EpollSocketChannel channel) {
            channel.unsafe().beginRead();
        }
        context.fireChannelRead(accepted);
    }
}
