package dev.herald.server.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that lets anyone log in, and refreshes their tokens when it likes to. Thread-safe. */
record RefreshServer(HttpServer http, AtomicInteger refreshCount, AtomicInteger refreshStatus)
        implements AutoCloseable {
    /** Its tokens live for so many seconds; the first is token-0, and later ones count the refreshes. */
    static RefreshServer start(int seconds) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RefreshServer server = new RefreshServer(http, new AtomicInteger(), new AtomicInteger(200));
        http.createContext("/api/v1/auth/login/", exchange -> answer(exchange, 200, 0, seconds));
        http.createContext(
                "/api/v1/auth/token/refresh/",
                exchange ->
                        answer(exchange, server.refreshStatus.get(), server.refreshCount.incrementAndGet(), seconds));
        http.start();
        return server;
    }

    private static void answer(HttpExchange exchange, int status, int number, int seconds) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String body = "{\"access\": \"token-%d\", \"expires_in\": %d}".formatted(number, seconds);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    void refusesRefreshes() {
        refreshStatus.set(503);
    }

    void grantsRefreshes() {
        refreshStatus.set(200);
    }

    /** How many have been asked for. */
    int refreshes() {
        return refreshCount.get();
    }

    HttpApi api() {
        return new HttpApi(new BaseUrl("http://127.0.0.1:" + http.getAddress().getPort()));
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
