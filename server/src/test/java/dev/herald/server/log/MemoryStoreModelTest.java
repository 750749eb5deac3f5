package dev.herald.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The memory log's store and the plain model do the same at every step of random histories. */
class MemoryStoreModelTest {
    private static final int STEPS = 1_500;
    private static final long EPOCH = 7;

    private final FakeClock clock = new FakeClock();
    private final List<Topic> topics = List.of(
            Topic.BROADCAST,
            Topic.ofUser("a"),
            Topic.ofUser("b"),
            Topic.ofUser("c"),
            Topic.named("n"),
            Topic.named("quiet"));

    static List<Long> seeds() {
        Random random = new Random();
        List<Long> seeds = new ArrayList<>(List.of(1L, 2L, 3L));
        for (int i = 0; i < 12; i++) {
            seeds.add(random.nextLong());
        }
        return seeds;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void doesWhatTheModelDoes(long seed) {
        Random random = new Random(seed);
        LogConfig config = bounds(random).config(LogKind.MEMORY);
        MemoryStore store = new MemoryStore(config, clock, new Position(EPOCH, 0));
        ModelLog model = new ModelLog(config, clock, EPOCH);
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(3) > 0) {
                Entry entry = entry(random);
                assertThat(store.append(entry))
                        .as("seed %d step %d", seed, step)
                        .isEqualTo(model.append(entry));
            } else if (random.nextInt(4) == 0) {
                clock.advance(Duration.ofMillis(random.nextInt(300)));
                store.expire();
                model.expire();
            }
            List<Topic> asked = someTopics(random, topics.size());
            Position after = position(random, model.tail());
            PageLimit limit = new PageLimit(1 + random.nextInt(8), 1 + random.nextInt(200));
            assertThat(store.read(asked, after, limit))
                    .as("seed %d step %d: %s after %s, %s", seed, step, asked, after, limit)
                    .isEqualTo(model.read(asked, after, limit));
            assertThat(store.tail()).isEqualTo(model.tail());
            assertThat(store.storedEvents()).as("seed %d step %d", seed, step).isEqualTo(model.events());
        }
    }

    /** Rather tight, and none so tight that the store may forget which topics it has emptied. */
    private LogBounds bounds(Random random) {
        return LogBounds.wide()
                .keepingFor(Duration.ofMillis(1_000 + random.nextInt(20_000)))
                .perTopic(1 + random.nextInt(30), 20 + random.nextInt(600))
                .inAll(topics.size() + random.nextInt(80), 40 + random.nextInt(2_000));
    }

    private Entry entry(Random random) {
        if (random.nextInt(10) == 0) {
            return new Entry.SessionStarted("a", "j", 1);
        }
        int most = random.nextInt(8) == 0 ? topics.size() - 1 : 2;
        return new Entry.Publication(new NewEvent(
                someTopics(random, most),
                "message",
                "7".repeat(1 + random.nextInt(random.nextInt(10) == 0 ? 90 : 12))));
    }

    private List<Topic> someTopics(Random random, int most) {
        List<Topic> shuffled = new ArrayList<>(topics);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, 1 + random.nextInt(most));
    }

    private static Position position(Random random, Position tail) {
        return switch (random.nextInt(20)) {
            case 0 -> new Position(EPOCH - 1, random.nextInt(100));
            case 1 -> new Position(EPOCH + 1, 0);
            case 2 -> tail.at(tail.offset() + 1 + random.nextInt(5));
            case 3, 4, 5 -> tail.at(random.nextLong(tail.offset() + 1));
            default -> tail.at(Math.max(0, tail.offset() - random.nextInt(60)));
        };
    }
}
