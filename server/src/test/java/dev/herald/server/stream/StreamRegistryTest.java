package dev.herald.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Altered;
import dev.herald.server.ManualChannel;
import dev.herald.server.ManualLoop;
import dev.herald.server.hub.Framing;
import dev.herald.server.log.LogBounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamRegistryTest {
    private static final int PER_USER = 3;
    private static final int MAX = 10;

    private final TestNode node = new TestNode(1, LogBounds.wide(), config(OnLimit.REJECT, PER_USER, MAX));
    private final List<EventStream> made = new ArrayList<>();

    @AfterEach
    void abandonAll() {
        made.forEach(EventStream::abandon);
        node.close();
    }

    @Test
    void rejectsOneMoreThanAUserMayHave() {
        StreamRegistry registry = registry(config(OnLimit.REJECT, PER_USER, MAX));
        List<EventStream> streams = streams("ann", PER_USER);
        streams.forEach(stream ->
                assertThat(registry.admit(stream, 0)).isEqualTo(new StreamRegistry.Admission(null, null, false)));
        EventStream late = stream("ann");
        assertThat(registry.admit(late, 0).refusal()).isEqualTo(Refusal.TOO_MANY_FOR_USER);
        assertThat(registry.of("ann")).containsExactlyElementsOf(streams);
        assertThat(registry.open()).isEqualTo(PER_USER);
        registry.remove(late); // was never counted
        assertThat(registry.open()).isEqualTo(PER_USER);
        registry.remove(streams.get(1));
        assertThat(registry.admit(late, 0).refusal()).isNull();
        assertThat(registry.of("ann")).containsExactly(streams.get(0), streams.get(2), late);
    }

    @Test
    void orGivesItThePlaceOfTheOldest() {
        StreamRegistry registry = registry(config(OnLimit.CLOSE_OLDEST, PER_USER, MAX));
        List<EventStream> streams = streams("ann", PER_USER + 1);
        for (int i = 0; i < PER_USER; i++) {
            assertThat(registry.admit(streams.get(i), 0).evicted()).isNull();
        }
        assertThat(registry.admit(streams.get(PER_USER), 0))
                .isEqualTo(new StreamRegistry.Admission(null, streams.get(0), false));
        assertThat(registry.open()).isEqualTo(PER_USER);
        registry.remove(streams.get(0)); // closes later, and is counted no more
        assertThat(registry.open()).isEqualTo(PER_USER);
        assertThat(registry.of("ann")).containsExactlyElementsOf(streams.subList(1, PER_USER + 1));
    }

    @Test
    void holdsSoManyInAll() {
        StreamRegistry registry = registry(config(OnLimit.CLOSE_OLDEST, PER_USER, MAX));
        for (int i = 0; i < MAX; i++) {
            assertThat(registry.admit(stream("user" + i), 0).refusal()).isNull();
        }
        assertThat(registry.admit(stream("late"), 0).refusal()).isEqualTo(Refusal.SERVER_FULL);
        assertThat(registry.open()).isEqualTo(MAX);
        assertThat(registry.users()).isEqualTo(MAX);
    }

    @Test
    void isEmptyWhenAllAreGone() {
        StreamRegistry registry = registry(config(OnLimit.REJECT, PER_USER, MAX));
        List<EventStream> streams = new ArrayList<>(streams("ann", 3));
        streams.addAll(streams("bob", 2));
        streams.forEach(stream -> registry.admit(stream, 0));
        streams.forEach(registry::remove);
        streams.forEach(registry::remove);
        assertThat(registry.open()).isZero();
        assertThat(registry.users()).isZero();
    }

    @Test
    void countsTheUsersStreamsOnOtherNodes() {
        StreamRegistry registry = registry(config(OnLimit.REJECT, PER_USER, MAX));
        assertThat(registry.admit(stream("ann"), PER_USER - 1).refusal()).isNull();
        assertThat(registry.admit(stream("ann"), PER_USER - 1).refusal()).isEqualTo(Refusal.TOO_MANY_FOR_USER);
        // One that is refused everywhere leaves nothing behind here.
        assertThat(registry.admit(stream("bob"), PER_USER).refusal()).isEqualTo(Refusal.TOO_MANY_FOR_USER);
        assertThat(registry.users()).isEqualTo(1);
        StreamRegistry evicting = registry(config(OnLimit.CLOSE_OLDEST, PER_USER, MAX));
        assertThat(evicting.admit(stream("ann"), PER_USER)).isEqualTo(new StreamRegistry.Admission(null, null, true));
        assertThat(evicting.open()).isEqualTo(1);
    }

    @Test
    void neverHoldsMoreThanItsLimitsUnderManyThreads() throws InterruptedException {
        for (OnLimit onLimit : OnLimit.values()) {
            StreamRegistry registry = registry(config(onLimit, PER_USER, MAX));
            List<List<EventStream>> share = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                share.add(streams("user" + t % 2, 5));
                share.get(t).addAll(streams("user9", 5));
            }
            AtomicBoolean done = new AtomicBoolean();
            ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
            Thread watch = new Thread(() -> {
                while (!done.get()) {
                    int inAll = registry.all().stream().mapToInt(List::size).sum();
                    for (String user : List.of("user0", "user1", "user9")) {
                        if (registry.of(user).size() > PER_USER) {
                            faults.add(user + " has " + registry.of(user).size());
                        }
                    }
                    if (inAll > MAX) {
                        faults.add("in all " + inAll);
                    }
                    Thread.onSpinWait();
                }
            });
            List<Thread> threads = share.stream()
                    .map(streams -> new Thread(() -> churn(registry, streams)))
                    .toList();
            watch.start();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            done.set(true);
            watch.join();
            assertThat(faults).isEmpty();
            assertThat(registry.open()).isZero();
            assertThat(registry.users()).isZero();
        }
    }

    private static void churn(StreamRegistry registry, List<EventStream> streams) {
        Random random = new Random(streams.size());
        for (int i = 0; i < 20_000; i++) {
            EventStream stream = streams.get(random.nextInt(streams.size()));
            registry.remove(stream);
            registry.admit(stream, 0);
        }
        streams.forEach(registry::remove);
    }

    private static StreamRegistry registry(StreamConfig config) {
        return new StreamRegistry(config, OtherNodes.NONE);
    }

    private List<EventStream> streams(String userId, int count) {
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            streams.add(stream(userId));
        }
        return streams;
    }

    private EventStream stream(String userId) {
        ManualLoop loop = node.loops.loop(0);
        EventStream stream = new EventStream(
                node.streams.at(loop), ManualChannel.on(loop), node.request(userId, null, Framing.CHUNKED));
        made.add(stream);
        return stream;
    }

    private static StreamConfig config(OnLimit onLimit, int perUser, int max) {
        return Altered.from(StreamConfig.defaults())
                .with(StreamConfig::onLimit, onLimit)
                .with(StreamConfig::perUserMax, perUser)
                .with(StreamConfig::max, max)
                .record();
    }
}
