package dev.herald.server.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The examples and the tests' own pages as files on a port of their own, which makes them another origin than the
 * server. Thread-safe.
 */
final class StaticSite implements AutoCloseable {
    static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
    private static final Path TEST_PAGES = Path.of("src/test/resources/browser").toAbsolutePath();
    private static final Map<String, String> TYPES =
            Map.of("html", "text/html; charset=utf-8", "js", "text/javascript", "css", "text/css");

    private final HttpServer server;

    private StaticSite(HttpServer server) {
        this.server = server;
    }

    static StaticSite start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> serve(exchange, EXAMPLES, exchange.getRequestURI().getPath()));
        server.createContext("/test/", exchange -> {
            serve(exchange, TEST_PAGES, exchange.getRequestURI().getPath().substring("/test".length()));
        });
        server.start();
        return new StaticSite(server);
    }

    String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static void serve(HttpExchange exchange, Path folder, String path) throws IOException {
        try (exchange) {
            Path file = folder.resolve(path.substring(1)).normalize();
            String name = file.getFileName().toString();
            String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type == null || !file.startsWith(folder) || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] content = Files.readAllBytes(file);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
