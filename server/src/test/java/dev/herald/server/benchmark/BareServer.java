package dev.herald.server.benchmark;

import dev.herald.server.metrics.ServerMetrics;
import dev.herald.server.net.EventLoops;
import dev.herald.server.net.Listener;
import dev.herald.server.net.NetConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Accepts connections with the server's own options and does nothing with them. A program that a {@code ServerProcess}
 * runs: it tells its port, and for each line it reads how many connections are open, until there is no line.
 */
final class BareServer {
    private BareServer() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        NetConfig config = NetConfig.defaults().listeningAt("127.0.0.1", 0);
        ChannelInitializer<Channel> nothing = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {}
        };
        try (EventLoops loops = new EventLoops(config);
                Listener listener = Listener.bind(config, loops, nothing, 64 * 1024, new ServerMetrics(meters));
                BufferedReader questions =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            out.println("= " + listener.address().getPort());
            while (questions.readLine() != null) {
                out.println("= "
                        + (long) meters.get("herald.connections.open").gauge().value());
            }
        }
    }
}
