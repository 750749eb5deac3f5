package dev.herald.server.naive;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The open streams: one group of all, and one for each user. Thread-safe. */
final class Audience {
    private final ChannelGroup everyone = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ConcurrentMap<String, ChannelGroup> byUser = new ConcurrentHashMap<>();

    void join(String user, Channel channel) {
        everyone.add(channel);
        byUser.compute(user, (name, present) -> {
            ChannelGroup group = present == null ? new DefaultChannelGroup(GlobalEventExecutor.INSTANCE) : present;
            group.add(channel);
            return group;
        });
        channel.closeFuture()
                .addListener(closed -> byUser.computeIfPresent(user, (name, group) -> group.isEmpty() ? null : group));
    }

    /** Releases the message. */
    void tellAll(HttpContent message) {
        everyone.writeAndFlush(message);
    }

    /** Releases the message. */
    void tell(String user, HttpContent message) {
        ChannelGroup group = byUser.get(user);
        if (group == null) {
            message.release();
        } else {
            group.writeAndFlush(message);
        }
    }
}
