package dev.herald.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the store may cost, and what it must not forget for it. */
class MemoryStoreTest {
    private static final PageLimit WIDE = new PageLimit(1_000, 1_000_000);
    private final FakeClock clock = new FakeClock();

    @Test
    void anEventOfManyTopicsCountsForEachOfThem() {
        MemoryStore store = store(LogBounds.wide().inAll(10, 1_000));
        for (int round = 0; round < 5; round++) {
            int first = round * 4;
            publish(
                    store,
                    IntStream.range(first, first + 4)
                            .mapToObj(i -> Topic.named("t" + i))
                            .toArray(Topic[]::new));
        }
        assertThat(store.storedEvents()).isEqualTo(2);
    }

    @Test
    void keepsTheNewestEventWhateverItsSize() {
        MemoryStore store = store(LogBounds.wide().inAll(3, 10));
        Topic[] topics = {Topic.named("a"), Topic.named("b"), Topic.named("c"), Topic.named("d")};
        publish(store, topics);
        Position before = store.tail();
        store.append(new Entry.Publication(new NewEvent(List.of(topics), "message", "7".repeat(11))));
        assertThat(store.read(List.of(topics), before, WIDE))
                .isInstanceOfSatisfying(
                        ReadResult.Page.class, page -> assertThat(page.events()).hasSize(1));
        publish(store, topics);
        assertThat(store.storedEvents()).isEqualTo(1);
    }

    @Test
    void knowsBoundedlyManyTopicsAndNeverHidesALoss() {
        int eventsMax = 20;
        MemoryStore store = store(LogBounds.wide().inAll(eventsMax, 1_000));
        Position start = store.tail();
        int topics = 500;
        for (int i = 0; i < topics; i++) {
            publish(store, Topic.named("t" + i));
            assertThat(store.knownTopics()).isLessThanOrEqualTo(2 * eventsMax);
        }
        for (int i = 0; i < topics; i++) {
            ReadResult result = store.read(List.of(Topic.named("t" + i)), start, WIDE);
            if (i < topics - eventsMax) {
                assertThat(result).isInstanceOf(ReadResult.Reset.class);
            }
        }
        // What it can no longer tell apart it reports as lost; a position of late is not concerned.
        assertThat(store.read(List.of(Topic.named("never seen")), start, WIDE)).isInstanceOf(ReadResult.Reset.class);
        assertThat(store.read(List.of(Topic.named("never seen")), store.tail().at(topics - eventsMax), WIDE))
                .isInstanceOf(ReadResult.Page.class);
    }

    @Test
    void aForgottenTopicThatComesBackStillTellsOfItsLoss() {
        MemoryStore store = store(LogBounds.wide().inAll(2, 1_000));
        Position start = store.tail();
        Topic topic = Topic.named("t");
        publish(store, topic);
        for (int i = 0; i < 10; i++) {
            publish(store, Topic.named("other" + i));
        }
        publish(store, topic);
        assertThat(store.read(List.of(topic), start, WIDE)).isInstanceOf(ReadResult.Reset.class);
    }

    @Test
    void isEmptyAgainWhenEverythingHasAged() {
        MemoryStore store = store(LogBounds.wide().keepingFor(Duration.ofMinutes(1)));
        for (int i = 0; i < 100; i++) {
            publish(store, Topic.named("t" + i % 10), Topic.BROADCAST);
        }
        clock.advance(Duration.ofMinutes(1));
        store.expire();
        assertThat(store.storedEvents()).isZero();
        assertThat(store.knownTopics()).isEqualTo(11);
    }

    private MemoryStore store(LogBounds bounds) {
        return new MemoryStore(bounds.config(LogKind.MEMORY), clock, new Position(1, 0));
    }

    private static void publish(MemoryStore store, Topic... topics) {
        store.append(new Entry.Publication(new NewEvent(List.of(topics), "message", "1")));
    }
}
