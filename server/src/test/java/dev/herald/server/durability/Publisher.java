package dev.herald.server.durability;

import dev.herald.server.durability.PublishConnection.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Publishes as fast as it is answered, to random users, one event in ten to two of them. With keys, it repeats what was
 * not acknowledged until it is. Thread-safe; {@link #run} is its thread's.
 */
final class Publisher implements Runnable {
    enum Keys {
        /** An Idempotency-Key with each event, and the same one when it is repeated. */
        REPEATING,
        /** Each event is tried once. */
        NONE
    }

    private static final long PAUSE_NANOS = 20_000_000;

    private final String name;
    private final IntSupplier port;
    private final List<String> users;
    private final Keys keys;
    private final Ledger ledger;
    private final Random random;
    private volatile boolean stopped;

    // publisher's thread only
    private @Nullable PublishConnection connection;

    Publisher(String name, IntSupplier port, List<String> users, Keys keys, Ledger ledger, long seed) {
        this.name = name;
        this.port = port;
        this.users = users;
        this.keys = keys;
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    /** It ends when the event at hand is acknowledged or, without keys, tried. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            for (int i = 0; !stopped; i++) {
                publish(name + "-" + i, someUsers());
            }
            disconnect();
        } catch (RuntimeException e) {
            ledger.fault(name + " failed: " + e);
        }
    }

    /** On the publisher's thread, or on another before that has begun. */
    void publish(String text, Set<String> to) {
        ledger.offered(text, to);
        String body = "{\"users\":[\"" + String.join("\",\"", to) + "\"],\"type\":\"T\",\"data\":\"" + text + "\"}";
        boolean done = attempt(text, body);
        while (!done && keys == Keys.REPEATING) {
            LockSupport.parkNanos(PAUSE_NANOS);
            done = attempt(text, body);
        }
        if (!done) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Set<String> someUsers() {
        return random.ints(random.nextInt(10) == 0 ? 2 : 1, 0, users.size())
                .mapToObj(users::get)
                .collect(Collectors.toSet());
    }

    private boolean attempt(String text, String body) {
        try {
            if (connection == null) {
                connection = new PublishConnection(port.getAsInt(), Nodes.publisherToken());
            }
            Answer answer = connection.publish(body, keys == Keys.REPEATING ? text : null);
            if (answer.id() == null) {
                ledger.refused(answer);
                return false;
            }
            ledger.acknowledged(text, answer.id());
            return true;
        } catch (IOException e) { // killed, or not there yet
            disconnect();
            return false;
        }
    }

    private void disconnect() {
        PublishConnection last = connection;
        connection = null;
        if (last != null) {
            try {
                last.close();
            } catch (IOException e) {
                // it is gone all the same
            }
        }
    }
}
