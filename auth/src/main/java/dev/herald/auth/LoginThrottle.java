package dev.herald.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how often passwords may be guessed: for a client and account together, for a client over all accounts (one
 * common password tried on many), and for an account over all clients (a botnet). The last bound is the widest, so
 * that locking a person out takes many addresses. A try is paid for before the password is looked at, and paid back
 * when it was right; so guesses made in parallel count like guesses made one by one.
 *
 * <p>Each has a bucket of tries that refills evenly (GCRA), of which no more is kept than the moment at which it will
 * be full again. Beyond the bound on buckets, the one left alone for longest is forgotten: whoever wants to be forgotten
 * must first pay for tens of thousands of other tries, from thousands of networks. Thread-safe.
 */
final class LoginThrottle {
    static final int BUCKETS_MAX = 100_000;
    static final int CLIENT_FACTOR = 10;
    static final int ACCOUNT_FACTOR = 20;

    /** A bucket, and the nanoseconds in which one of its tries becomes free again. */
    private record Bucket(String key, long interval) {}

    private final int tries;
    private final long window;
    private final int bucketsMax;
    private final Clock clock;

    /** When each bucket will be full again, in nanoseconds since 1970; the least recently asked comes first. */
    private final Map<String, Long> fullAt = new LinkedHashMap<>(16, 0.75f, true);

    LoginThrottle(int tries, Duration window, int bucketsMax, Clock clock) {
        this.tries = tries;
        this.window = window.toNanos();
        this.bucketsMax = bucketsMax;
        this.clock = clock;
    }

    /** Takes one try; if there is none left, takes nothing and says how long until there is. */
    synchronized Optional<Duration> reserve(String account, String address) {
        long now = now();
        List<Bucket> buckets = buckets(account, address);
        long wait = 0;
        for (Bucket bucket : buckets) {
            wait = Math.max(wait, debt(bucket, now) + bucket.interval - window);
        }
        if (wait > 0) {
            return Optional.of(Duration.ofNanos(wait));
        }
        for (Bucket bucket : buckets) {
            fullAt.put(bucket.key, now + debt(bucket, now) + bucket.interval);
        }
        forget(now);
        return Optional.empty();
    }

    /** Gives back a try that was taken. */
    synchronized void refund(String account, String address) {
        long now = now();
        for (Bucket bucket : buckets(account, address)) {
            fullAt.computeIfPresent(
                    bucket.key, (key, time) -> time - bucket.interval > now ? time - bucket.interval : null);
        }
    }

    synchronized int size() {
        return fullAt.size();
    }

    /** How long until the bucket is full; never more than the window, should the clock have been set back. */
    private long debt(Bucket bucket, long now) {
        return Math.min(window, Math.max(0, fullAt.getOrDefault(bucket.key, 0L) - now));
    }

    /** Buckets that are full say nothing, and go as they come first; then, if there are too many, whichever is first. */
    private void forget(long now) {
        Iterator<Long> oldest = fullAt.values().iterator();
        while (oldest.hasNext() && (oldest.next() <= now || fullAt.size() > bucketsMax)) {
            oldest.remove();
        }
    }

    private List<Bucket> buckets(String account, String address) {
        String client = ClientNetwork.of(address);
        long interval = window / tries;
        return List.of(
                new Bucket("p " + client + " " + account, interval),
                new Bucket("c " + client, interval / CLIENT_FACTOR),
                new Bucket("a " + account, interval / ACCOUNT_FACTOR));
    }

    private long now() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
