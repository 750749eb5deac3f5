package dev.herald.server.http;

import dev.herald.server.metrics.ServerMetrics;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The handlers of a new connection, in order. Thread-safe. */
public final class HttpPipeline extends ChannelInitializer<SocketChannel> {
    /** What leaves the pipeline when a stream starts. */
    static final List<Class<? extends ChannelHandler>> HANDLERS = List.of(
            EndpointHandler.class,
            AuthHandler.class,
            RouteHandler.class,
            TurnHandler.class,
            BodyHandler.class,
            HttpServerCodec.class,
            FlushConsolidationHandler.class,
            RequestDeadline.class);

    private static final int INITIAL_LINE_BYTES_MAX = 4_096;
    private static final int HEADERS_BYTES_MAX = 8_192;

    /** More than one read of the socket can bring, and TurnHandler stops the reading: never the bound in practice. */
    private static final int PIPELINED_MAX = 4_096;

    private static final int ANSWERS_TOGETHER_MAX = 64;

    private final HttpConfig config;
    private final Duration requestTimeout;
    private final Duration keepAliveTimeout;
    private final List<Route> routes;
    private final Cors cors;
    private final ResponseHeaders always;
    private final ClientAddress clientAddress;
    private final ServerMetrics metrics;
    private final BooleanSupplier accepting;
    private final RequestsUnderWay underWay;
    private final AuthHandler auth;
    private final EndpointHandler endpoints = new EndpointHandler();

    HttpPipeline(
            HttpConfig config,
            Duration requestTimeout,
            Duration keepAliveTimeout,
            List<Route> routes,
            Cors cors,
            ResponseHeaders always,
            AuthHandler auth,
            BooleanSupplier accepting,
            RequestsUnderWay underWay,
            ServerMetrics metrics) {
        this.config = config;
        this.requestTimeout = requestTimeout;
        this.keepAliveTimeout = keepAliveTimeout;
        this.routes = List.copyOf(routes);
        this.cors = cors;
        this.always = always;
        this.clientAddress = new ClientAddress(config.trustedProxies());
        this.metrics = metrics;
        this.auth = auth;
        this.accepting = accepting;
        this.underWay = underWay;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        RequestDeadline deadline = new RequestDeadline(requestTimeout, keepAliveTimeout, underWay, metrics);
        TurnHandler turn = new TurnHandler(deadline);
        channel.pipeline()
                .addLast(deadline)
                // One write for the answers to all that one read brings, or that one commit of the log answers.
                .addLast(new FlushConsolidationHandler(ANSWERS_TOGETHER_MAX, true))
                .addLast(new HttpServerCodec(
                        new HttpDecoderConfig()
                                .setMaxInitialLineLength(INITIAL_LINE_BYTES_MAX)
                                .setMaxHeaderSize(HEADERS_BYTES_MAX),
                        PIPELINED_MAX))
                .addLast(new BodyHandler(config.bodyBytesMax(), turn))
                .addLast(turn)
                .addLast(new RouteHandler(routes, turn, cors, always, clientAddress, accepting, metrics))
                .addLast(auth)
                .addLast(endpoints);
    }
}
