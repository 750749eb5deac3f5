package dev.herald.server.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.server.durability.Ledger.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;

/**
 * Publishers at full speed and a reader of each user, on every node, and the check that what was acknowledged was
 * received. Nodes may come and go meanwhile. Confined to the test's thread.
 */
final class Load implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<String> users =
            IntStream.range(0, 4).mapToObj(i -> "user" + i).toList();
    private final List<IntSupplier> ports;
    private final Ledger ledger = new Ledger();
    private final List<Reader> readers = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final long seed;
    private int generation;

    private Load(List<IntSupplier> ports, long seed) {
        this.ports = ports;
        this.seed = seed;
    }

    /** Readers open their streams now; whoever publishes comes later. */
    static Load on(long seed, IntSupplier... ports) {
        Load load = new Load(List.of(ports), seed);
        for (IntSupplier port : ports) {
            load.users.forEach(user -> load.readers.add(Reader.start(user, port)));
        }
        load.patiently().until(() -> load.readers.stream().allMatch(reader -> reader.opened() > 0));
        return load;
    }

    /** Four publishers a node, every second with idempotency keys. */
    void publish() {
        generation++;
        for (int node = 0; node < ports.size(); node++) {
            for (int i = 0; i < 4; i++) {
                Publisher.Keys keys = i % 2 == 0 ? Publisher.Keys.REPEATING : Publisher.Keys.NONE;
                String name = "g" + generation + "n" + node + "p" + i;
                Publisher publisher = new Publisher(
                        name, ports.get(node), users, keys, ledger, seed + 31L * generation + 7L * node + i);
                Thread thread = new Thread(publisher, name);
                publishers.add(publisher);
                threads.add(thread);
                thread.start();
            }
        }
    }

    /** Waits until so many more events are acknowledged than there are now. */
    void awaitAcknowledged(int more) {
        int enough = ledger.acknowledged() + more;
        patiently().until(() -> ledger.acknowledged() >= enough);
    }

    void awaitRefused() {
        int before = ledger.refused();
        patiently().until(() -> ledger.refused() > before);
    }

    int acknowledged() {
        return ledger.acknowledged();
    }

    int refused() {
        return ledger.refused();
    }

    List<Reader> readers() {
        return readers;
    }

    /** Stops publishing, waits until everyone has received everything, and checks it. */
    void finishAndCheck() {
        stop();
        String mark = "mark" + generation;
        Publisher marker = new Publisher(mark, ports.get(0), users, Publisher.Keys.REPEATING, ledger, seed);
        users.forEach(user -> marker.publish(mark + user, Set.of(user)));
        for (Reader reader : readers) {
            patiently().alias("the last event at " + reader.user()).until(() -> reader.endsWith(mark + reader.user()));
            ledger.check(reader.user(), reader.received());
            assertThat(reader.resets()).isEmpty();
        }
    }

    /** The log itself holds exactly what each reader received after this id; only while nothing is published. */
    void checkHistory(String after) {
        for (Reader reader : readers) {
            List<Received> expected = reader.received().stream()
                    .filter(event -> event.id().compareTo(after) > 0)
                    .toList();
            try (Reader fresh = Reader.startAfter(reader.user(), ports.get(0), after)) {
                patiently().until(() -> fresh.receivedCount() >= expected.size());
                assertThat(fresh.received()).isEqualTo(expected);
            }
        }
    }

    @Override
    public void close() {
        stop();
        readers.forEach(Reader::close);
    }

    private void stop() {
        publishers.forEach(Publisher::stop);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publishers.clear();
        threads.clear();
    }

    private ConditionFactory patiently() {
        return await().atMost(DEADLINE).pollInterval(Duration.ofMillis(5));
    }
}
