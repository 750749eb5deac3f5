package dev.herald.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.Position;
import dev.herald.protocol.SseEvent;
import dev.herald.protocol.Topic;
import dev.herald.server.Altered;
import dev.herald.server.ManualLoop;
import dev.herald.server.SseWire;
import dev.herald.server.log.Entry;
import dev.herald.server.log.LogBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise of the delivery path, under random interleavings of everything that can happen to it: a client that comes
 * back with the last id it saw sees every event that it is owed, once and in order, or a reset that is true. Each id that
 * it is given, by a heartbeat too, is one that it can be cut off at without losing anything.
 */
class DeliveryPropertyTest {
    private static final int STEPS = 600;
    private static final int LOOPS = 2;
    private static final StreamConfig CONFIG = Altered.from(StreamConfig.defaults())
            .with(StreamConfig::perUserMax, 1_000)
            .with(StreamConfig::max, 10_000)
            .with(StreamConfig::writeBufferBytes, TestClient.WRITE_BUFFER / 2)
            .with(StreamConfig::replaysMax, 2)
            .with(StreamConfig::opensPerMinute, Integer.MAX_VALUE)
            .with(StreamConfig::lifetimeMax, Duration.ZERO)
            .record();
    private static final List<Topic> TOPICS = List.of(
            Topic.BROADCAST,
            Topic.ofUser("u0"),
            Topic.ofUser("u1"),
            Topic.ofUser("u2"),
            Topic.named("a"),
            Topic.named("b"));

    static Stream<Long> seeds() {
        Random random = new Random();
        int fresh = Integer.getInteger("herald.test.seeds", 150);
        return Stream.concat(
                Stream.iterate(1L, seed -> seed + 1).limit(50),
                Stream.generate(random::nextLong).limit(fresh));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyClientSeesAllItIsOwedOnceInOrderOrAReset(long seed) {
        try {
            new Run(seed).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /** One history. */
    private static final class Run {
        private final Random random;
        private final TestNode node;
        private final List<Published> history = new ArrayList<>();
        private final List<Follower> followers;

        Run(long seed) {
            random = new Random(seed);
            int kept = random.nextBoolean() ? 1_000 : 1 + random.nextInt(30);
            node = new TestNode(LOOPS, LogBounds.wide().perTopic(kept, 1_000_000), CONFIG);
            followers = List.of(
                    new Follower("u0"),
                    new Follower("u0", Topic.named("a")),
                    new Follower("u1", Topic.named("a"), Topic.named("b")),
                    new Follower("u2"));
        }

        void run() {
            try (TestNode closed = node) {
                for (int step = 0; step < STEPS; step++) {
                    step();
                    followers.forEach(Follower::read);
                }
                settle();
                followers.forEach(Follower::assertOwedNothing);
            }
        }

        private void step() {
            Follower follower = followers.get(random.nextInt(followers.size()));
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> publish();
                case 4, 5 -> handOn();
                case 6, 7, 8, 9 -> node.loops.loop(random.nextInt(LOOPS)).runOne();
                case 10 -> node.reads.runOne();
                case 11 -> node.checks.runOne();
                case 12 -> follower.connect();
                case 13 -> maybe(3, follower::cut);
                case 14 -> follower.stall();
                case 15 -> follower.take(random.nextInt(600));
                case 16 -> follower.drain();
                case 17 -> node.advance(Duration.ofSeconds(random.nextInt(20)));
                case 18 -> maybe(4, () -> node.log.setDown(random.nextInt(3) == 0));
                default -> maybe(5, follower::breakDown);
            }
        }

        /** Now and then a loop gets on with its tasks between the batch's making and its hand-over. */
        private void handOn() {
            for (int i = 0; i < LOOPS; i++) {
                ManualLoop loop = node.loops.loop(i);
                int tasks = random.nextInt(6);
                loop.beforeNext(() -> {
                    for (int task = 0; task < tasks; task++) {
                        loop.runOne();
                        maybe(3, node.checks::runOne);
                    }
                });
            }
            if (random.nextInt(8) == 0) {
                node.log.miss(random.nextInt(4));
            } else {
                node.log.handOn(random.nextInt(4));
            }
            for (int i = 0; i < LOOPS; i++) {
                node.loops.loop(i).beforeNext(() -> {});
            }
        }

        private void maybe(int oneIn, Runnable action) {
            if (random.nextInt(oneIn) == 0) {
                action.run();
            }
        }

        private void publish() {
            int events = 1 + random.nextInt(6);
            for (int i = 0; i < events; i++) {
                if (random.nextInt(12) == 0) {
                    node.log.append(new Entry.SessionsEnded("u0", Set.of("another")));
                    continue;
                }
                List<Topic> topics = new ArrayList<>(TOPICS);
                Collections.shuffle(topics, random);
                topics = topics.subList(0, random.nextInt(4) == 0 ? 3 : 1);
                String data = history.size() + ":" + "x".repeat(random.nextInt(200));
                history.add(new Published(node.log.publish(data, topics.toArray(Topic[]::new)), topics, data));
            }
        }

        /** All trouble ends, and everyone comes back. */
        private void settle() {
            node.log.setDown(false);
            node.log.handOnAll();
            for (int round = 0; round < 5; round++) {
                followers.forEach(follower -> {
                    follower.drain();
                    follower.connect();
                });
                for (int i = 0; i < 10; i++) {
                    node.settle();
                    node.advance(Duration.ofSeconds(2)); // for reads that are to be tried again
                    followers.forEach(Follower::read);
                }
            }
        }

        /** A client that comes back with its last id, and checks all that it is told against the history. */
        private final class Follower implements SseWire.Reader {
            private final String userId;
            private final Topic[] more;
            private final List<Topic> topics;
            private TestClient client;
            private SseWire wire;
            private Position cursor; // null before the first id
            private String id; // what it comes back with
            private boolean claimsNonsense; // with that id, and has not been given another since

            Follower(String userId, Topic... more) {
                this.userId = userId;
                this.more = more;
                this.topics = new ArrayList<>(List.of(more));
                topics.add(Topic.ofUser(userId));
                topics.add(Topic.BROADCAST);
            }

            void connect() {
                if (client != null && client.channel.isOpen() && !wire.ended()) {
                    return;
                }
                if (random.nextInt(12) == 0) {
                    claimNonsense();
                }
                wire = new SseWire(this);
                client = node.open(random.nextInt(LOOPS), userId, id, more);
            }

            private void claimNonsense() {
                Position tail = node.log.tail();
                id = switch (random.nextInt(4)) {
                    case 0 -> "nonsense";
                    case 1 -> tail.at(tail.offset() + 1 + random.nextInt(20)).toString();
                    case 2 -> new Position(tail.epoch() - 1, 3).toString();
                    default -> new Position(tail.epoch() + 1, 3).toString();
                };
                cursor = Position.parse(id).orElse(cursor);
                claimsNonsense = true;
            }

            void cut() {
                if (client != null) {
                    client.cut();
                }
            }

            void stall() {
                if (client != null) {
                    client.channel.stall();
                }
            }

            void take(int bytes) {
                if (client != null) {
                    client.channel.take(bytes);
                }
            }

            void drain() {
                if (client != null) {
                    client.channel.drain();
                }
            }

            void breakDown() {
                if (client != null) {
                    client.channel.breakDown();
                }
            }

            void read() {
                if (client != null) {
                    wire.feed(client.channel.taken());
                }
            }

            @Override
            public void event(SseEvent event) {
                if (event.name().equals("reset")) {
                    assertTrue(event);
                    cursor = Position.parse(event.lastEventId()).orElseThrow();
                } else if (event.name().equals("message")) {
                    Position position = Position.parse(event.lastEventId()).orElseThrow();
                    assertThat(cursor).as("%s has %s already", userId, position).isLessThan(position);
                    assertThat(owed(cursor, position.at(position.offset() - 1)))
                            .as("%s was not given before %s", userId, position)
                            .isEmpty();
                    assertThat(owed(position.at(position.offset() - 1), position))
                            .as("%s was given %s", userId, event)
                            .extracting(Published::data)
                            .containsExactly(event.data());
                    cursor = position;
                }
            }

            @Override
            public void committed(String id) {
                Position position = Position.parse(id).orElseThrow();
                if (cursor != null) { // else it begins here
                    assertThat(owed(cursor, position))
                            .as("%s was given the id %s", userId, position)
                            .isEmpty();
                }
                cursor = position;
                this.id = id;
                claimsNonsense = false;
            }

            void assertOwedNothing() {
                assertThat(client.channel.isOpen()).isTrue();
                assertThat(owed(cursor, node.log.tail()))
                        .as("%s at %s", userId, cursor)
                        .isEmpty();
            }

            private void assertTrue(SseEvent reset) {
                Position resumesAfter = Position.parse(reset.lastEventId()).orElseThrow();
                if (reset.data().contains("unknown_position")) {
                    assertThat(claimsNonsense).isTrue();
                } else if (!claimsNonsense) {
                    assertThat(owed(cursor, resumesAfter))
                            .as("%s at %s was told that something is gone", userId, cursor)
                            .anyMatch(this::isGone);
                }
            }

            private boolean isGone(Published event) {
                Position before = event.position.at(event.position.offset() - 1);
                return event.topics.stream()
                        .filter(topics::contains)
                        .anyMatch(topic -> node.log.hasLost(topic, before));
            }

            private List<Published> owed(Position after, Position upTo) {
                return history.stream()
                        .filter(event -> event.position.isAfter(after) && !event.position.isAfter(upTo))
                        .filter(event -> event.topics.stream().anyMatch(topics::contains))
                        .toList();
            }
        }
    }

    private record Published(Position position, List<Topic> topics, String data) {
        @Override
        public String toString() {
            return position + " for " + topics;
        }
    }
}
