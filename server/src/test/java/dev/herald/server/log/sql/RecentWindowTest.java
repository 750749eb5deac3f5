package dev.herald.server.log.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.FakeClock;
import dev.herald.server.log.Entry;
import dev.herald.server.log.Event;
import dev.herald.server.log.LogBounds;
import dev.herald.server.log.LogKind;
import dev.herald.server.log.LogRecord;
import dev.herald.server.log.PageLimit;
import dev.herald.server.log.ReadResult.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the window answers is whole, whatever has been overwritten; and what it must hold, it answers. */
class RecentWindowTest {
    private static final Position START = new Position(7, 100);
    private static final PageLimit WIDE = new PageLimit(1_000_000, Integer.MAX_VALUE);
    private static final int EVENT_BYTES = 80; // of one of one short topic, name and data
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Topic ANN = Topic.ofUser("ann");
    private static final Topic BOB = Topic.ofUser("bob");

    private final FakeClock clock = new FakeClock();
    private final List<NewEventAt> added = new ArrayList<>();
    private Position end = START;

    @Test
    void givesBackWhatWasAdded() {
        RecentWindow window = window(LogBounds.wide());
        String name = "\u00e9\u4e16\ud83d\ude00".repeat(5);
        String data = "\"\u00e9\u4e16\ud83d\ude00 " + "x".repeat(5_000_000) + "\""; // over the end of an array
        add(window, new NewEvent(List.of(ANN), name, data));
        add(window, new NewEvent(List.of(BOB, Topic.named("\u4e16"), Topic.BROADCAST), "message", "1"));
        assertThat(window.page(List.of(ANN), START, WIDE)).hasValue(expected(List.of(ANN), START, WIDE));
        assertThat(window.page(List.of(Topic.named("\u4e16")), START, WIDE)
                        .orElseThrow()
                        .events())
                .containsExactly(new Event(end, "message", "1"));
    }

    @Test
    void isBoundedByCount() {
        int most = 10;
        RecentWindow window = window(LogBounds.wide().inAll(most, 1_000_000));
        for (int i = 0; i <= most; i++) {
            add(window, event("1", ANN));
        }
        assertThat(window.page(List.of(ANN), START, WIDE)).isEmpty();
        assertThat(window.page(List.of(ANN), START.at(101), WIDE).orElseThrow().events())
                .hasSize(most);
    }

    @Test
    void whatItForgotIsLeftToTheDatabase() {
        RecentWindow window = window(LogBounds.wide());
        add(window, event("1", ANN));
        add(window, event("2", ANN));
        end = end.at(end.offset() + 1); // whose adding failed
        window.forget(end);
        Position forgotten = end;
        assertThat(window.page(List.of(ANN), START, WIDE)).isEmpty();
        assertThat(window.page(List.of(ANN), forgotten, WIDE).orElseThrow().events())
                .isEmpty();
        add(window, event("4", ANN));
        assertThat(window.page(List.of(ANN), forgotten, WIDE).orElseThrow().events())
                .hasSize(1);
    }

    @Test
    void anEventOfSeveralTopicsCountsForEach() {
        RecentWindow window = window(LogBounds.wide().inAll(3, 1_000_000));
        add(window, event("1", ANN, BOB));
        add(window, event("2", ANN));
        assertThat(window.page(List.of(BOB), START, WIDE)).isPresent();
        add(window, event("3", ANN));
        assertThat(window.page(List.of(BOB), START, WIDE)).isEmpty();
    }

    @Test
    void isBoundedByBytes() {
        int most = 10;
        RecentWindow window = window(LogBounds.wide().inAll(1_000, most * EVENT_BYTES));
        for (int i = 0; i < most; i++) {
            add(window, event("1", ANN));
        }
        assertThat(window.page(List.of(ANN), START, WIDE).orElseThrow().events())
                .hasSize(most);
        add(window, event("1", ANN));
        assertThat(window.page(List.of(ANN), START, WIDE)).isEmpty();
        assertThat(window.page(List.of(ANN), START.at(101), WIDE)).isPresent();
    }

    @Test
    void anEventThatIsLargerThanTheWindowIsLeftToTheDatabase() {
        RecentWindow window = window(LogBounds.wide().inAll(1_000, 10 * EVENT_BYTES));
        add(window, event("1", ANN));
        Position before = end;
        add(window, event("7".repeat(10 * EVENT_BYTES), BOB));
        assertThat(window.page(List.of(BOB), before, WIDE)).isEmpty();
        assertThat(window.page(List.of(ANN), before, WIDE)).isEmpty();
        Position large = end;
        add(window, event("2", ANN, BOB));
        assertThat(window.page(List.of(ANN), large, WIDE)).hasValue(expected(List.of(ANN), large, WIDE));
    }

    @Test
    void anEventOfMoreTopicsThanTheWindowHasPlacesIsLeftToTheDatabase() {
        RecentWindow window = window(LogBounds.wide().inAll(1, 1_000_000));
        add(window, event("1", ANN, BOB));
        assertThat(window.page(List.of(BOB), START, WIDE)).isEmpty();
        assertThat(window.page(List.of(BOB), end, WIDE)).isPresent();
    }

    @Test
    void aTopicThatHasLostNothingIsAnsweredFromBeforeTheOldestEvent() {
        RecentWindow window = window(LogBounds.wide().inAll(1_000, 1_000_000));
        add(window, event("1", BOB));
        for (int i = 0; i < 2_000; i++) {
            add(window, event("2", ANN));
        }
        assertThat(window.page(List.of(BOB), START, WIDE)).isEmpty();
        assertThat(window.page(List.of(BOB), START.at(101), WIDE)).hasValue(new Page(List.of(), end));
        assertThat(window.page(List.of(Topic.ofUser("quiet")), START, WIDE)).hasValue(new Page(List.of(), end));
    }

    @Test
    void leavesToTheDatabaseWhatIsBeyondATopicsBound() {
        RecentWindow window = window(LogBounds.wide().perTopic(5, 1_000_000));
        for (int i = 0; i < 5; i++) {
            add(window, event("1", ANN));
        }
        assertThat(window.page(List.of(ANN), START, WIDE)).isPresent();
        add(window, event("1", ANN));
        assertThat(window.page(List.of(ANN), START, WIDE)).isEmpty();
        assertThat(window.page(List.of(ANN), START.at(101), WIDE)).isPresent();
    }

    @Test
    void leavesLongSearchesToTheDatabase() {
        RecentWindow window = window(LogBounds.wide().perTopic(1_000_000, Integer.MAX_VALUE));
        for (int i = 0; i < 20_001; i++) {
            add(window, event("1", ANN));
        }
        assertThat(window.page(List.of(ANN), START, WIDE)).isEmpty();
        assertThat(window.page(List.of(ANN), START.at(101), WIDE)).isPresent();
        assertThat(window.page(List.of(BOB), START, WIDE)).isPresent();
    }

    @Test
    void letsGoOfWhatIsPastItsAge() {
        RecentWindow window = window(LogBounds.wide().keepingFor(Duration.ofMinutes(1)));
        add(window, event("1", ANN));
        Position first = end;
        clock.advance(Duration.ofSeconds(30));
        add(window, event("2", ANN));
        clock.advance(Duration.ofSeconds(30));
        window.add(List.of(), end);
        assertThat(window.page(List.of(ANN), START, WIDE)).isEmpty();
        assertThat(window.page(List.of(ANN), first, WIDE).orElseThrow().events())
                .hasSize(1);
        clock.advance(Duration.ofSeconds(30));
        window.add(List.of(), end);
        assertThat(window.page(List.of(ANN), first, WIDE)).isEmpty();
        assertThat(window.page(List.of(ANN), end, WIDE)).hasValue(new Page(List.of(), end));
    }

    @Test
    void isSilentAboutPositionsThatItCannotKnow() {
        RecentWindow window = window(LogBounds.wide());
        add(window, event("1", ANN));
        assertThat(window.page(List.of(ANN), START.at(99), WIDE)).isEmpty();
        assertThat(window.page(List.of(ANN), new Position(6, 1_000), WIDE)).isEmpty();
        assertThat(window.page(List.of(ANN), end.at(end.offset() + 1), WIDE)).isEmpty();
        assertThat(window.page(List.of(ANN), new Position(8, 0), WIDE)).isEmpty();
        window.missed(end);
        assertThat(window.page(List.of(ANN), START, WIDE)).isEmpty();
        assertThat(window.page(List.of(ANN), end, WIDE)).isPresent();
    }

    static List<Long> seeds() {
        return Stream.concat(Stream.of(1L, 2L, 3L), new Random().longs(9).boxed())
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void answersRightlyOrNotAtAll(long seed) {
        Random random = new Random(seed);
        List<Topic> topics = Stream.concat(
                        Stream.of(Topic.BROADCAST), IntStream.range(0, 12).mapToObj(i -> Topic.named("t" + i)))
                .toList();
        int most = 20 + random.nextInt(100);
        RecentWindow window = window(LogBounds.wide().inAll(most, 1_000 + random.nextInt(10_000)));
        int answered = 0;
        for (int step = 0; step < 3_000; step++) {
            if (random.nextInt(20) == 0) {
                end = end.at(end.offset() + random.nextInt(5)); // positions of others, and of repeats, are gaps
                window.add(List.of(), end);
            } else {
                int length = random.nextInt(20) == 0 ? random.nextInt(2_000) : random.nextInt(60);
                add(window, event("7".repeat(1 + length), some(random, topics, random.nextInt(8) == 0 ? 12 : 2)));
            }
            List<Topic> asked = List.of(some(random, topics, 4));
            int back = random.nextInt(1 + random.nextInt(2 * most)); // mostly near: large events leave room for few
            Position after = START.at(Math.max(START.offset(), end.offset() - back));
            PageLimit limit = new PageLimit(1 + random.nextInt(8), 1 + random.nextInt(300));
            Optional<Page> page = window.page(asked, after, limit);
            if (page.isPresent()) {
                answered++;
                assertThat(page)
                        .as("seed %d step %d: %s after %s, %s", seed, step, asked, after, limit)
                        .hasValue(expected(asked, after, limit));
            }
        }
        assertThat(answered).isGreaterThan(200);
    }

    /** Readers look while the ring is overwritten again and again beneath them. */
    @Test
    void isReadWhileItIsOverwritten() {
        RecentWindow window = window(LogBounds.wide().inAll(1_000, 50_000));
        AtomicReference<Position> reached = new AtomicReference<>(START);
        AtomicIntegerArray pages = new AtomicIntegerArray(3);
        List<CompletableFuture<Void>> readers = IntStream.range(0, pages.length())
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> readOn(window, reached, pages, i), task -> new Thread(task).start()))
                .toList();
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            for (int i = 0; !allHaveRead(pages) && System.nanoTime() < deadline; i++) {
                Position position = end.at(end.offset() + 1);
                String data = position.offset() + "0".repeat(i % 200);
                window.add(List.of(new LogRecord(position, event(data, ANN, BOB), 0)), position);
                end = position;
                reached.set(end);
            }
        } finally {
            reached.set(end.at(0)); // over
        }
        assertThat(readers).allSatisfy(reader -> assertThat(reader).succeedsWithin(PATIENCE));
        assertThat(allHaveRead(pages)).isTrue();
    }

    private static boolean allHaveRead(AtomicIntegerArray pages) {
        return IntStream.range(0, pages.length()).allMatch(i -> pages.get(i) >= 1_000);
    }

    private static void readOn(
            RecentWindow window, AtomicReference<Position> reached, AtomicIntegerArray pages, int reader) {
        Random random = new Random(reader);
        for (Position now = reached.get(); now.offset() > 0; now = reached.get()) {
            Position after = now.at(Math.max(START.offset(), now.offset() - random.nextInt(400)));
            Optional<Page> page = window.page(List.of(ANN), after, WIDE);
            if (page.isPresent()) {
                pages.incrementAndGet(reader);
                long expected = after.offset();
                for (Event event : page.get().events()) {
                    assertThat(event.position().offset()).isEqualTo(++expected);
                    assertThat(event.data()).startsWith(String.valueOf(expected));
                }
                assertThat(page.get().end().offset()).isEqualTo(expected);
            }
        }
    }

    private RecentWindow window(LogBounds bounds) {
        return new RecentWindow(bounds.config(LogKind.DATABASE), clock, START);
    }

    private static Entry.Publication event(String data, Topic... topics) {
        return new Entry.Publication(new NewEvent(List.of(topics), "message", data));
    }

    private void add(RecentWindow window, NewEvent event) {
        add(window, new Entry.Publication(event));
    }

    private void add(RecentWindow window, Entry.Publication publication) {
        end = end.at(end.offset() + 1);
        added.add(new NewEventAt(end, publication.event()));
        window.add(List.of(new LogRecord(end, publication, 0)), end);
    }

    private static Topic[] some(Random random, List<Topic> topics, int most) {
        List<Topic> shuffled = new ArrayList<>(topics);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, 1 + random.nextInt(most)).toArray(Topic[]::new);
    }

    /** The page of a log that forgets nothing. */
    private Page expected(Collection<Topic> topics, Position after, PageLimit limit) {
        List<Event> events = added.stream()
                .filter(one -> one.position.isAfter(after)
                        && one.event.topics().stream().anyMatch(topics::contains))
                .map(one -> new Event(one.position, one.event.name(), one.event.data()))
                .collect(Collectors.toList());
        List<Event> page = new ArrayList<>();
        int bytes = 0;
        for (Event event : events) {
            bytes += event.data().length();
            if (!page.isEmpty() && (page.size() == limit.events() || bytes > limit.bytes())) {
                return new Page(page, page.get(page.size() - 1).position());
            }
            page.add(event);
        }
        return new Page(page, end);
    }

    private record NewEventAt(Position position, NewEvent event) {}
}
