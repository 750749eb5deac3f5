package dev.herald.server.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * The network between a browser and the server: it forwards bytes, notes each request's head, and can be cut, frozen
 * and taken away. Thread-safe.
 */
final class Link implements AutoCloseable {
    private static final Pattern REQUEST = Pattern.compile("(GET|POST|OPTIONS|DELETE) /");

    private final ServerSocket listener;
    private final int target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    private Link(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    static Link to(int target) throws IOException {
        Link link = new Link(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        thread("link-accept", link::accept);
        return link;
    }

    /** The server, as seen through the link; the host is the one of the pages, so that cookies are same-site. */
    URI uri() {
        return URI.create("http://localhost:" + listener.getLocalPort());
    }

    /** The heads of the requests for a stream since the start or the last {@link #forget}, preflights included. */
    List<String> streamRequests() {
        return requests.stream()
                .filter(head -> head.lines().findFirst().orElse("").contains("/sse/notifications"))
                .toList();
    }

    void forget() {
        requests.clear();
    }

    /** Closes every open connection. */
    void cut() {
        connections.forEach(Connection::close);
    }

    /** Lets every open connection stand and swallows what it carries from now on, as a network that has died does. */
    void freeze() {
        connections.forEach(connection -> connection.frozen = true);
    }

    /** Cuts, and closes new connections at once until {@link #comeBack}. */
    void goAway() {
        away = true;
        cut();
    }

    void comeBack() {
        away = false;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (away) {
                    client.close();
                    continue;
                }
                Connection connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), target));
                connections.add(connection);
                connection.start();
            } catch (IOException e) {
                // The listener was closed, or the server is gone: the browser sees a closed connection.
            }
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean frozen;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            thread("link-up", () -> forward(client, server, true));
            thread("link-down", () -> forward(server, client, false));
        }

        private void forward(Socket from, Socket to, boolean noted) {
            byte[] buffer = new byte[16 * 1024];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (frozen) {
                        continue;
                    }
                    if (noted) {
                        note(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException e) {
                // One side has gone; the other follows by the closing above.
            } finally {
                connections.remove(this);
            }
        }

        /** Browsers write a request's head in one piece, so it begins where a read begins. */
        private void note(String bytes) {
            if (REQUEST.matcher(bytes).lookingAt()) {
                requests.add(bytes);
            }
        }

        void close() {
            try (client;
                    server) {
                connections.remove(this);
            } catch (IOException e) {
                // Closed is what it was to become.
            }
        }
    }
}
