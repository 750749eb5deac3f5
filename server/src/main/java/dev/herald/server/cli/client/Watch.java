package dev.herald.server.cli.client;

import dev.herald.protocol.EventNames;
import dev.herald.protocol.SseEvent;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A stream that goes on where it was cut. It ends when the server says that trying again is of no use, when the session
 * is over, or when nobody reads the output any more. Confined to the thread that runs it.
 */
public final class Watch {
    private static final String FORCE_LOGOUT = "FORCE_LOGOUT";

    private final HttpApi api;
    private final TokenSource tokens;
    private final StreamRequest request;
    private final EventPrinter printer;
    private final PrintWriter out;
    private final Consumer<String> notes;

    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
    private final Clock clock = Clock.systemUTC();
    private String lastEventId;
    private @Nullable StreamEnd end;

    // any thread
    private volatile @Nullable StreamConnection connection;

    /**
     * @param out where events go
     * @param notes is told what happens to the connection
     */
    public Watch(
            HttpApi api,
            TokenSource tokens,
            StreamRequest request,
            EventPrinter printer,
            PrintWriter out,
            Consumer<String> notes) {
        this.api = api;
        this.tokens = tokens;
        this.request = request;
        this.printer = printer;
        this.out = out;
        this.notes = notes;
        this.lastEventId = request.lastEventId();
    }

    /** Watches until an end that no further try would change. */
    public StreamEnd run() throws InterruptedException {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "herald-watch-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
        try {
            while (true) {
                StreamEnd ended = connect();
                if (!(ended instanceof StreamEnd.Cut cut)) {
                    return ended;
                }
                Duration wait = backoff.next(cut.demanded());
                notes.accept(cut.reason() + "; next try in " + seconds(wait) + " s");
                TimeUnit.MILLISECONDS.sleep(wait.toMillis());
            }
        } finally {
            timer.shutdownNow();
        }
    }

    private StreamEnd connect() throws InterruptedException {
        HttpRequest next = request.from(api.server(), tokens.token(), lastEventId);
        StreamConnection opened = new StreamConnection(api, next, request.silenceMax());
        connection = opened;
        StreamEnd ended = opened.run(new Reader());
        return end == null ? ended : end;
    }

    private void tick() {
        StreamConnection current = connection;
        if (current != null) {
            current.checkSilence();
        }
        try {
            tokens.tick();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String seconds(Duration wait) {
        return "%d.%d".formatted(wait.toSeconds(), wait.toMillisPart() / 100);
    }

    /** What is done with what one connection brings. Confined to the thread that runs the watch. */
    private final class Reader implements StreamWatcher {
        @Override
        public void onOpen() {
            backoff.succeeded();
            notes.accept("connected to " + api.server().text()
                    + (lastEventId.isEmpty() ? "" : ", going on after " + TerminalText.of(lastEventId)));
        }

        @Override
        public void onPosition(String position) {
            lastEventId = position;
        }

        @Override
        public void onRetry(Duration retry) {
            backoff.serverAsksFor(retry);
        }

        @Override
        public void onEvent(SseEvent event) {
            if (event.name().equals(EventNames.HEARTBEAT)) {
                return;
            }
            printer.print(clock.instant(), event, out);
            if (out.checkError()) {
                end = new StreamEnd.OutputClosed();
            } else if (EventData.of(event).type().equals(FORCE_LOGOUT)) {
                end = new StreamEnd.Final("logged out by the server: "
                        + TerminalText.of(
                                EventData.of(event).data().path("message").asText("no reason given")));
            }
        }

        @Override
        public boolean wantsMore() {
            return end == null;
        }
    }
}
