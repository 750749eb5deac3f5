package dev.herald.server.cli.client;

import dev.herald.protocol.SseFormatException;
import dev.herald.protocol.SseParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a stream, from its request to its end. {@link #run} is confined to one thread; {@link
 * #checkSilence} is thread-safe.
 */
final class StreamConnection {
    private static final int EVENT_BYTES_MAX = 32 * 1024 * 1024;
    private static final int READ_BYTES = 16 * 1024;

    private final HttpApi api;
    private final HttpRequest request;
    private final Duration silenceMax;

    // any thread
    private volatile @Nullable InputStream open;
    private volatile long lastByteNanos = System.nanoTime();
    private volatile boolean silent;

    StreamConnection(HttpApi api, HttpRequest request, Duration silenceMax) {
        this.api = api;
        this.request = request;
        this.silenceMax = silenceMax;
    }

    /** Reads the stream until its end. */
    StreamEnd run(StreamWatcher watcher) throws InterruptedException {
        HttpResponse<InputStream> answer;
        try {
            answer = api.answer(request, BodyHandlers.ofInputStream());
        } catch (ClientException e) {
            return new StreamEnd.Cut(String.valueOf(e.getMessage()));
        }
        return read(answer, watcher);
    }

    /** Breaks the connection off if it has been silent for too long: the other side may be gone without a word. */
    void checkSilence() {
        InputStream body = open;
        if (body != null && System.nanoTime() - lastByteNanos > silenceMax.toNanos()) {
            silent = true;
            closeQuietly(body);
        }
    }

    private StreamEnd read(HttpResponse<InputStream> response, StreamWatcher watcher) {
        try (InputStream body = response.body()) {
            lastByteNanos = System.nanoTime();
            open = body;
            if (response.statusCode() != 200) {
                return Refusal.of(response).end();
            }
            String type = response.headers().firstValue("Content-Type").orElse("none");
            if (!type.startsWith("text/event-stream")) {
                return new StreamEnd.Final("this is no event stream but " + TerminalText.of(type) + "; is "
                        + api.server().text() + " a Herald server?");
            }
            watcher.onOpen();
            return readEvents(body, watcher);
        } catch (IOException e) {
            return silent
                    ? new StreamEnd.Cut("silent for " + silenceMax.toSeconds() + " s")
                    : new StreamEnd.Cut("the connection broke: " + TerminalText.of(String.valueOf(e.getMessage())));
        } finally {
            open = null;
        }
    }

    private StreamEnd readEvents(InputStream body, StreamWatcher watcher) throws IOException {
        SseParser parser = new SseParser(watcher, EVENT_BYTES_MAX);
        byte[] piece = new byte[READ_BYTES];
        try {
            for (int length = body.read(piece); length >= 0; length = body.read(piece)) {
                lastByteNanos = System.nanoTime();
                parser.feed(piece, 0, length);
                if (!parser.lastEventId().isEmpty()) {
                    watcher.onPosition(parser.lastEventId());
                }
                if (!watcher.wantsMore()) {
                    break;
                }
            }
        } catch (SseFormatException e) {
            return new StreamEnd.Final("this is no event stream that can be read: " + e.getMessage());
        }
        // Closing an input stream that a thread is reading ends the reading, as if the server had ended it.
        return new StreamEnd.Cut(
                silent ? "silent for " + silenceMax.toSeconds() + " s" : "the server ended the stream");
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // It is being given up in any case.
        }
    }
}
