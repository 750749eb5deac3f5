package dev.herald.server.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A response that goes on, read line by line. Thread-safe. */
record OpenedStream(HttpResponse<InputStream> response, BlockingQueue<String> lines) implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    static OpenedStream of(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new AssertionError("status " + response.statusCode());
        }
        OpenedStream stream = new OpenedStream(response, new LinkedBlockingQueue<>());
        Thread reader = new Thread(stream::read, "opened-stream");
        reader.setDaemon(true);
        reader.start();
        return stream;
    }

    /** The next line that begins so; those before it are gone. */
    String next(String prefix) throws InterruptedException {
        for (String line = poll(prefix); ; line = poll(prefix)) {
            if (line.startsWith(prefix)) {
                return line;
            }
        }
    }

    private String poll(String prefix) throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("no line with " + prefix + " within " + PATIENCE_SECONDS + " s");
        }
        return line;
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // The test has closed the stream, or the server is gone; who still waits for a line is told by its absence.
        }
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
