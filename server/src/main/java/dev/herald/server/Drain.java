package dev.herald.server;

import dev.herald.server.http.RequestsUnderWay;
import dev.herald.server.net.Listener;
import dev.herald.server.stream.Departures;
import dev.herald.server.stream.Streams;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties a server that is no longer ready, before its parts are closed.
 *
 * <pre>
 *   notice:  connections are accepted and requests served, but no new streams: load balancers see that it is not ready
 *   spread:  the listener is closed; streams go one after the other, so that they come back one after the other
 *   then:    what is left of the requests under way
 * </pre>
 *
 * <p>Neither clients that do not read nor requests that do not end make it longer than the two times of its
 * configuration and {@link #REQUESTS_MIN}. Confined to the thread that stops the server, except for {@link #cutShort}.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration TICK = Duration.ofMillis(20);

    /** What requests under way are given besides, so that they may end also where there is no time to spread. */
    private static final Duration REQUESTS_MIN = Duration.ofSeconds(2);

    private final DrainConfig config;
    private final Listener listener;
    private final Streams streams;
    private final RequestsUnderWay requests;
    private volatile boolean hurried;
    private boolean interrupted;

    Drain(DrainConfig config, Listener listener, Streams streams, RequestsUnderWay requests) {
        this.config = config;
        this.listener = listener;
        this.streams = streams;
        this.requests = requests;
    }

    /** Closes what is open without waiting, but for requests under way, also if the drain has begun. Any thread. */
    void cutShort() {
        hurried = true;
    }

    /** Whether the thread was interrupted meanwhile; it no longer is, since there is more to close. */
    boolean run() {
        streams.refuseNew();
        if (!hurried) {
            LOG.info(
                    "msg=\"draining\" streams={} notice={} spread={}",
                    streams.registry().open(),
                    config.notice(),
                    config.spread());
        }
        waitUntil(() -> hurried, config.notice());
        listener.close();
        long began = System.nanoTime();
        letGo(streams.departures(), began);
        Duration rest = config.spread().minusNanos(System.nanoTime() - began);
        waitUntil(() -> hurried || requests.count() == 0, rest);
        waitUntil(() -> requests.count() == 0, REQUESTS_MIN);
        return interrupted;
    }

    private void letGo(Departures departures, long began) {
        waitUntil(
                () -> {
                    departures.upTo(config.goneOf(departures.count(), System.nanoTime() - began));
                    return hurried || departures.isOver();
                },
                config.spread());
        departures.upTo(departures.count());
    }

    /** An interrupted wait hurries all that follows: the server is closed all the same. */
    private void waitUntil(BooleanSupplier done, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        long left = limit.toNanos();
        while (left > 0 && !done.getAsBoolean()) {
            long pause = Math.min(left, TICK.toNanos());
            try {
                TimeUnit.NANOSECONDS.sleep(pause);
            } catch (InterruptedException e) {
                interrupted = true;
                cutShort();
            }
            left = deadline - System.nanoTime();
        }
    }
}
