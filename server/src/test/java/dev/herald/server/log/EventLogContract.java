package dev.herald.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.FakeClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link EventLog} must do, wherever it keeps its events. A subclass opens its kind, and says what it cannot. */
public abstract class EventLogContract {
    private static final Topic ANN = Topic.ofUser("ann");
    private static final Topic BOB = Topic.ofUser("bob");
    private static final Topic NEWS = Topic.named("news");
    private static final PageLimit WIDE = new PageLimit(10_000, 10_000_000);

    private final FakeClock clock = new FakeClock();
    private final List<EventLog> opened = new ArrayList<>();
    private final RecordingTail tail = new RecordingTail();

    /** A new, empty log, which nobody follows yet. The contract closes it. */
    protected abstract EventLog open(LogBounds bounds, InstantSource clock);

    /**
     * Runs the work while appends to the log are not answered, as when its storage hangs; the log is new and not
     * followed. After it they may be answered, once the log is followed.
     */
    protected abstract void whileStalled(EventLog log, Runnable work);

    /** How many appends the log may have in hand, outside its queue, while it is stalled. */
    protected int inHandWhileStalled() {
        return 0;
    }

    /** Makes the log let go of what is past its age, if it would not do so by itself within a few seconds. */
    protected void letGo(EventLog log) {}

    /** Whether it keeps to the bounds over all topics, and at once. */
    protected boolean boundsInAll() {
        return true;
    }

    /** Whether it bounds the bytes of one topic. */
    protected boolean boundsBytesOfATopic() {
        return true;
    }

    /** Whether it forgets the oldest idempotency key when there is one too many. */
    protected boolean boundsIdempotencyKeys() {
        return true;
    }

    @AfterEach
    void closeAll() {
        opened.forEach(EventLog::close);
        assertThat(tail.faults()).isEmpty();
        assertThat(tail.seen()).extracting(LogRecord::position).isSorted().doesNotHaveDuplicates();
    }

    // Append, order, tail

    @Test
    void answersWithGrowingPositionsInTheOrderOfAppending() {
        EventLog log = followed(LogBounds.wide());
        List<CompletableFuture<Position>> answers = IntStream.range(0, 2_000)
                .mapToObj(i -> append(log, event(String.valueOf(i), ANN)))
                .toList();
        List<Position> positions =
                answers.stream().map(EventLogContract::answer).toList();
        assertThat(positions).isSorted().doesNotHaveDuplicates();
        assertThat(positions.get(0).offset()).isPositive();
    }

    @Test
    void handsEveryRecordToTheTailOnceInOrder() {
        EventLog log = followed(LogBounds.wide());
        List<Position> positions = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        List<CompletableFuture<Position>> answers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Entry entry = i % 7 == 0
                    ? new Entry.SessionStarted("ann", "j" + i, i)
                    : new Entry.Publication(event(String.valueOf(i), i % 2 == 0 ? ANN : NEWS));
            entries.add(entry);
            answers.add(log.append(Append.of(entry)).toCompletableFuture());
        }
        answers.forEach(answer -> positions.add(answer(answer)));
        List<LogRecord> seen = tail.await(2_000);
        assertThat(seen).extracting(LogRecord::entry).containsExactlyElementsOf(entries);
        assertThat(seen).extracting(LogRecord::position).containsExactlyElementsOf(positions);
        assertThat(tail.end()).isGreaterThanOrEqualTo(positions.get(1_999));
        assertThat(log.tail()).isGreaterThanOrEqualTo(tail.end());
    }

    @Test
    void findsWhatHasBeenAnswered() {
        EventLog log = followed(LogBounds.wide());
        Position after = log.tail();
        for (int i = 0; i < 200; i++) {
            Position position = publish(log, "{\"n\":" + i + "}", ANN);
            assertThat(page(log, List.of(ANN), after).events())
                    .containsExactly(new Event(position, "message", "{\"n\":" + i + "}"));
            after = position;
        }
    }

    @Test
    void ticksWhileNothingIsAppended() {
        EventLog log = followed(LogBounds.wide());
        tail.awaitTick();
        Position position = publish(log, "1", ANN);
        tail.awaitTick();
        assertThat(tail.end()).isGreaterThanOrEqualTo(position);
    }

    @Test
    void hasOneListener() {
        EventLog log = followed(LogBounds.wide());
        assertThatThrownBy(() -> log.follow(new RecordingTail())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void losesNothingOfManyPublishersAndGivesThemOneOrder() throws InterruptedException {
        int publishers = 8;
        int each = 250;
        EventLog log = followed(LogBounds.wide().perTopic(publishers * each, 10_000_000));
        Position start = log.tail();
        ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = IntStream.range(0, publishers)
                .mapToObj(p -> new Thread(() -> {
                    try {
                        for (int i = 0; i < each; i++) {
                            String data = "\"" + p + ":" + i + "\"";
                            answered.add(publish(log, data, ANN, Topic.named("p" + p)) + data);
                        }
                    } catch (RuntimeException | Error e) {
                        failures.add(e);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        // Meanwhile one reads on, page by page: an event that shows up behind its position would be lost to it.
        List<Event> followed = new ArrayList<>();
        Position reached = start;
        long deadline = System.nanoTime() + RecordingTail.DEADLINE.toNanos();
        while (followed.size() < publishers * each && failures.isEmpty() && System.nanoTime() < deadline) {
            ReadResult.Page page = page(log, List.of(ANN), reached);
            followed.addAll(page.events());
            reached = page.end();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(followed)
                .extracting(event -> event.position() + event.data())
                .containsExactlyInAnyOrderElementsOf(answered);
        assertThat(followed).extracting(Event::position).isSorted();
        assertThat(tail.await(publishers * each))
                .extracting(LogRecord::position)
                .containsExactlyElementsOf(
                        followed.stream().map(Event::position).toList());
        for (int p = 0; p < publishers; p++) {
            String prefix = "\"" + p + ":";
            assertThat(page(log, List.of(Topic.named("p" + p)), start).events())
                    .extracting(Event::data)
                    .containsExactlyElementsOf(IntStream.range(0, each)
                            .mapToObj(i -> prefix + i + "\"")
                            .toList());
        }
    }

    // Reading

    @Test
    void mergesTopicsInOrderAndGivesAnEventOfSeveralOnce() {
        EventLog log = followed(LogBounds.wide());
        Position start = log.tail();
        Position one = publish(log, "1", ANN);
        Position two = publish(log, "2", NEWS);
        Position three = publish(log, "3", NEWS, ANN);
        publish(log, "4", BOB);
        Position five = publish(log, "5", BOB, NEWS);
        Position six = publish(log, "6", ANN);
        List<Topic> topics = List.of(NEWS, ANN);
        assertThat(page(log, topics, start).events())
                .extracting(Event::position)
                .containsExactly(one, two, three, five, six);
        assertThat(page(log, topics, two).events()).extracting(Event::data).containsExactly("3", "5", "6");
        assertThat(page(log, topics, three).events())
                .extracting(Event::position)
                .containsExactly(five, six);
        assertThat(page(log, List.of(Topic.BROADCAST), start).events()).isEmpty();
    }

    @Test
    void keepsNamesAndDataAsTheyWere() {
        EventLog log = followed(LogBounds.wide());
        Position start = log.tail();
        String data = "{\"type\":\"T\",\"data\":\"\u00e4 \u4e16 \ud83d\ude00 ' \\\\ \\u0000\"}";
        Topic odd = Topic.named("50% _off_ 'x' \u4e16\ud83d\ude00");
        Position position =
                append(log, new NewEvent(List.of(odd), "greeting \u4e16", data)).join();
        publish(log, "1", Topic.named("50X _off_ 'x' \u4e16\ud83d\ude00"));
        assertThat(page(log, List.of(odd), start).events())
                .containsExactly(new Event(position, "greeting \u4e16", data));
    }

    @Test
    void tellsTopicsApartByCaseAndKind() {
        EventLog log = followed(LogBounds.wide());
        Position start = log.tail();
        publish(log, "1", Topic.ofUser("x"));
        publish(log, "2", Topic.ofUser("X"));
        publish(log, "3", Topic.named("x"));
        publish(log, "4", Topic.ofUser("x "));
        assertThat(page(log, List.of(Topic.ofUser("x")), start).events())
                .extracting(Event::data)
                .containsExactly("1");
    }

    @Test
    void takesAsManyTopicsAsAnEventMayHave() {
        EventLog log = followed(LogBounds.wide());
        Position start = log.tail();
        Topic[] topics =
                IntStream.range(0, 1_000).mapToObj(i -> Topic.named("t" + i)).toArray(Topic[]::new);
        Position position = publish(log, "1", topics);
        for (int i : new int[] {0, 500, 999}) {
            assertThat(page(log, List.of(topics[i]), start).events())
                    .extracting(Event::position)
                    .containsExactly(position);
        }
        assertThat(page(log, List.of(topics), start).events()).hasSize(1);
    }

    @Test
    void pagesByEvents() {
        EventLog log = followed(LogBounds.wide());
        Position start = log.tail();
        List<Position> positions = IntStream.range(0, 7)
                .mapToObj(i -> publish(log, String.valueOf(i), i % 2 == 0 ? ANN : NEWS))
                .toList();
        publish(log, "8", BOB);
        PageLimit three = new PageLimit(3, 1_000_000);
        assertThat(pages(log, List.of(ANN, NEWS), start, three))
                .extracting(page -> page.events().size())
                .containsExactly(3, 3, 1);
        ReadResult.Page first = page(log, List.of(ANN, NEWS), start, three);
        assertThat(first.end()).isEqualTo(positions.get(2));
        ReadResult.Page last = page(log, List.of(ANN, NEWS), positions.get(5), three);
        assertThat(last.end()).isEqualTo(log.tail()).isGreaterThan(positions.get(6));
    }

    @Test
    void aPageThatIsJustFullMayEndAtTheTail() {
        EventLog log = followed(LogBounds.wide());
        Position start = log.tail();
        for (int i = 0; i < 3; i++) {
            publish(log, String.valueOf(i), ANN);
        }
        Position other = publish(log, "3", BOB);
        List<ReadResult.Page> pages = pages(log, List.of(ANN), start, new PageLimit(3, 1_000_000));
        assertThat(pages.get(0).events()).hasSize(3);
        assertThat(pages.stream().mapToInt(page -> page.events().size()).sum()).isEqualTo(3);
        assertThat(pages.get(pages.size() - 1).end()).isGreaterThanOrEqualTo(other);
    }

    @Test
    void pagesByBytesWithAtLeastOneEventEach() {
        EventLog log = followed(LogBounds.wide());
        Position start = log.tail();
        for (int size : new int[] {10, 10, 10, 50, 10, 10}) {
            publish(log, "7".repeat(size), ANN);
        }
        assertThat(pages(log, List.of(ANN), start, new PageLimit(100, 20)))
                .extracting(page -> page.events().stream()
                        .map(event -> event.data().length())
                        .toList())
                .startsWith(List.of(10, 10), List.of(10), List.of(50), List.of(10, 10));
        assertThat(page(log, List.of(ANN), start, new PageLimit(100, 19)).events())
                .hasSize(1);
        assertThat(page(log, List.of(ANN), start, new PageLimit(100, 30)).events())
                .hasSize(3);
    }

    @Test
    void anEmptyPageEndsAtTheTail() {
        EventLog log = followed(LogBounds.wide());
        Position start = log.tail();
        assertThat(page(log, List.of(ANN), start)).isEqualTo(new ReadResult.Page(List.of(), start));
        publish(log, "1", BOB);
        Position position = append(log, new Entry.SessionStarted("ann", "j", 1)).join();
        ReadResult.Page page = page(log, List.of(ANN), start);
        assertThat(page.events()).isEmpty();
        assertThat(page.end()).isEqualTo(log.tail()).isGreaterThanOrEqualTo(position);
        assertThat(page(log, List.of(ANN), page.end())).isEqualTo(page);
    }

    @Test
    void neverGivesControlsBack() {
        EventLog log = followed(LogBounds.wide());
        Position start = log.tail();
        List<Entry> controls = List.of(
                new Entry.SessionStarted("ann", "j1", 3),
                new Entry.SessionsEnded("ann", Set.of("j1", "j2")),
                new Entry.SessionsRevoked("ann", Set.of("j3")));
        controls.forEach(control -> append(log, control).join());
        publish(log, "1", ANN);
        assertThat(tail.await(4)).extracting(LogRecord::entry).startsWith(controls.toArray(Entry[]::new));
        assertThat(page(log, List.of(ANN, Topic.BROADCAST), start).events())
                .extracting(Event::data)
                .containsExactly("1");
    }

    // Retention

    @Test
    void keepsSoManyEventsOfATopic() {
        EventLog log = followed(LogBounds.wide().perTopic(3, 1_000_000));
        Position start = log.tail();
        Position one = publish(log, "1", ANN);
        publish(log, "2", ANN);
        publish(log, "3", ANN);
        assertThat(page(log, List.of(ANN), start).events()).hasSize(3);
        Position four = publish(log, "4", ANN);
        assertExpired(log, List.of(ANN), start, one);
        assertThat(page(log, List.of(ANN), one).events())
                .extracting(Event::data)
                .containsExactly("2", "3", "4");
        publish(log, "5", ANN);
        publish(log, "6", ANN);
        publish(log, "7", ANN);
        assertExpired(log, List.of(ANN), one, four);
    }

    @Test
    void keepsSoManyBytesOfATopicAndItsLastEventAlways() {
        assumeThat(boundsBytesOfATopic()).isTrue();
        EventLog log = followed(LogBounds.wide().perTopic(100, 30));
        Position start = log.tail();
        Position one = publish(log, "1".repeat(10), ANN);
        publish(log, "2".repeat(10), ANN);
        Position three = publish(log, "3".repeat(10), ANN);
        assertThat(page(log, List.of(ANN), start).events()).hasSize(3);
        publish(log, "4", ANN);
        assertExpired(log, List.of(ANN), start, one);
        Position four = page(log, List.of(ANN), three).end();
        publish(log, "5".repeat(31), ANN);
        assertExpired(log, List.of(ANN), three, four);
        assertThat(page(log, List.of(ANN), four).events())
                .extracting(event -> event.data().length())
                .containsExactly(31);
    }

    @Test
    void forgetsWithAge() {
        EventLog log = followed(LogBounds.wide().keepingFor(Duration.ofMinutes(10)));
        Position start = log.tail();
        Position one = publish(log, "1", ANN);
        tail.await(1); // so that it has its age everywhere before time moves on
        clock.advance(Duration.ofMinutes(5));
        Position two = publish(log, "2", ANN);
        tail.await(2);
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        letGo(log);
        tail.awaitTick();
        assertThat(page(log, List.of(ANN), start).events()).hasSize(2);
        clock.advance(Duration.ofMillis(1));
        letGo(log);
        awaitExpired(log, ANN, start);
        assertExpired(log, List.of(ANN), start, one);
        clock.advance(Duration.ofMinutes(5));
        letGo(log);
        awaitExpired(log, ANN, one);
        assertExpired(log, List.of(ANN), start, two);
        assertThat(page(log, List.of(ANN), two).events()).isEmpty();
        publish(log, "3", ANN);
        assertExpired(log, List.of(ANN), one, two);
        assertThat(page(log, List.of(ANN), two).events())
                .extracting(Event::data)
                .containsExactly("3");
    }

    @Test
    void forgetsTheOldestOfAllWhenThereAreTooMany() {
        assumeThat(boundsInAll()).isTrue();
        EventLog log = followed(LogBounds.wide().inAll(4, 1_000_000));
        Position start = log.tail();
        Position quiet = publish(log, "1", BOB);
        publish(log, "2", ANN);
        publish(log, "3", NEWS);
        publish(log, "4", ANN);
        assertThat(page(log, List.of(BOB), start).events()).hasSize(1);
        publish(log, "5", ANN);
        assertExpired(log, List.of(BOB), start, quiet);
        assertThat(page(log, List.of(BOB), quiet).events()).isEmpty();
        assertThat(page(log, List.of(ANN), start).events()).hasSize(3);
    }

    @Test
    void forgetsTheOldestOfAllWhenTheyHaveTooManyBytes() {
        assumeThat(boundsInAll()).isTrue();
        EventLog log = followed(LogBounds.wide().inAll(100, 30));
        Position start = log.tail();
        Position quiet = publish(log, "1".repeat(10), BOB);
        publish(log, "2".repeat(20), ANN);
        assertThat(page(log, List.of(BOB), start).events()).hasSize(1);
        publish(log, "3", ANN);
        assertExpired(log, List.of(BOB), start, quiet);
        assertThat(page(log, List.of(ANN), start).events()).hasSize(2);
    }

    @Test
    void aQuietTopicIsNotResetHoweverMuchOthersForget() {
        EventLog log = followed(LogBounds.wide().perTopic(5, 1_000_000));
        Position start = log.tail();
        Position quiet = publish(log, "0", ANN);
        for (int i = 0; i < 300; i++) {
            publish(log, String.valueOf(i), i % 3 == 0 ? BOB : NEWS);
        }
        assertThat(page(log, List.of(ANN), start).events())
                .extracting(Event::position)
                .containsExactly(quiet);
        assertThat(page(log, List.of(ANN), quiet).events()).isEmpty();
        assertThat(page(log, List.of(Topic.ofUser("never seen")), start).events())
                .isEmpty();
        awaitExpired(log, NEWS, start);
        assertThat(log.read(List.of(ANN, NEWS), start, WIDE)).isInstanceOf(ReadResult.Reset.class);
    }

    @Test
    void aQuietTopicIsNotResetByItsOwnPastAge() {
        EventLog log = followed(LogBounds.wide().keepingFor(Duration.ofMinutes(10)));
        Position seen = publish(log, "1", ANN);
        publish(log, "2", BOB);
        clock.advance(Duration.ofHours(1));
        letGo(log);
        publish(log, "3", BOB);
        // Ann's reader has had everything: that it is gone since is nothing to tell.
        assertThat(page(log, List.of(ANN), seen).events()).isEmpty();
    }

    // Positions that cannot be honoured

    @Test
    void aPositionOfAnOlderEpochResumesAtWhatIsHeld() {
        EventLog log = followed(LogBounds.wide().perTopic(2, 1_000_000));
        Position start = log.tail();
        Position one = publish(log, "1", ANN);
        publish(log, "2", ANN);
        publish(log, "3", ANN);
        awaitExpired(log, ANN, start);
        ReadResult result = log.read(List.of(ANN), new Position(one.epoch() - 1, one.offset() + 50), WIDE);
        assertThat(result).isInstanceOf(ReadResult.Reset.class);
        ReadResult.Reset reset = (ReadResult.Reset) result;
        assertThat(reset.reason()).isEqualTo(ReadResult.Reason.UNKNOWN_POSITION);
        assertThat(page(log, List.of(ANN), reset.resumeAfter()).events())
                .extracting(Event::data)
                .containsExactly("2", "3");
    }

    @Test
    void aPositionBeyondTheTailIsUnknown() {
        EventLog log = followed(LogBounds.wide());
        publish(log, "1", ANN);
        Position end = log.tail();
        for (Position beyond :
                List.of(end.at(end.offset() + 1), end.at(Long.MAX_VALUE), new Position(end.epoch() + 1, 0))) {
            assertThat(log.read(List.of(ANN), beyond, WIDE))
                    .isEqualTo(new ReadResult.Reset(ReadResult.Reason.UNKNOWN_POSITION, end));
        }
        assertThat(page(log, List.of(ANN), end).events()).isEmpty();
    }

    // Idempotency

    @Test
    void aRepeatedKeyIsAnsweredWithTheFirstPositionAndAppendsNothing() {
        EventLog log = followed(LogBounds.wide().rememberingKeys(Duration.ofMinutes(10), 100));
        Position start = log.tail();
        Position first = appendKeyed(log, "k", "1");
        assertThat(appendKeyed(log, "k", "2")).isEqualTo(first);
        assertThat(appendKeyed(log, "other", "3")).isGreaterThan(first);
        List<CompletableFuture<Position>> together = IntStream.range(0, 50)
                .mapToObj(i -> keyed(log, "together", String.valueOf(i)))
                .toList();
        assertThat(together.stream().map(EventLogContract::answer).distinct()).hasSize(1);
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(appendKeyed(log, "k", "4")).isEqualTo(first);
        assertThat(page(log, List.of(ANN), start).events())
                .extracting(Event::data)
                .containsExactly("1", "3", "0");
        assertThat(tail.await(3)).hasSize(3);
    }

    @Test
    void aKeyIsForgottenAfterItsWindow() {
        EventLog log = followed(LogBounds.wide().rememberingKeys(Duration.ofMinutes(10), 100));
        Position first = appendKeyed(log, "k", "1");
        clock.advance(Duration.ofMinutes(10));
        Position second = appendKeyed(log, "k", "2");
        assertThat(second).isGreaterThan(first);
        assertThat(appendKeyed(log, "k", "3")).isEqualTo(second);
    }

    @Test
    void forgetsTheOldestKeyWhenThereIsOneTooMany() {
        assumeThat(boundsIdempotencyKeys()).isTrue();
        EventLog log = followed(LogBounds.wide().rememberingKeys(Duration.ofMinutes(10), 3));
        Position one = appendKeyed(log, "1", "1");
        Position two = appendKeyed(log, "2", "2");
        appendKeyed(log, "3", "3");
        assertThat(appendKeyed(log, "1", "1")).isEqualTo(one);
        appendKeyed(log, "4", "4");
        assertThat(appendKeyed(log, "2", "2")).isEqualTo(two);
        assertThat(appendKeyed(log, "1", "1")).isGreaterThan(two);
    }

    // Trouble

    @Test
    void refusesAtOnceWhatItsQueueCannotHold() {
        EventLog log = open(LogBounds.wide().queueing(3));
        List<CompletableFuture<Position>> accepted = new ArrayList<>();
        whileStalled(log, () -> {
            CompletableFuture<Position> answer = append(log, event("0", ANN));
            while (!answer.isDone() && accepted.size() < 100) {
                accepted.add(answer);
                answer = append(log, event("1", ANN));
            }
            assertUnavailable(answer);
        });
        assertThat(accepted).hasSizeBetween(3, 3 + inHandWhileStalled());
        log.follow(tail);
        accepted.forEach(EventLogContract::answer);
        assertThat(tail.await(accepted.size())).hasSize(accepted.size());
    }

    @Test
    void leavesNoAppendWithoutAnAnswerWhenItCloses() {
        EventLog log = open(LogBounds.wide());
        List<CompletableFuture<Position>> waiting = new ArrayList<>();
        whileStalled(log, () -> {
            for (int i = 0; i < 10; i++) {
                waiting.add(append(log, event(String.valueOf(i), ANN)));
            }
        });
        log.close();
        assertThat(waiting).allSatisfy(EventLogContract::assertAnsweredOrUnavailable);
        assertUnavailable(append(log, event("late", ANN)));
        log.close();
    }

    @Test
    void answersEveryAppendThatRacesWithItsClosing() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            EventLog log = open(LogBounds.wide());
            RecordingTail tail = new RecordingTail();
            log.follow(tail);
            ConcurrentLinkedQueue<CompletableFuture<Position>> answers = new ConcurrentLinkedQueue<>();
            List<Thread> publishers = IntStream.range(0, 3)
                    .mapToObj(p -> new Thread(() -> {
                        for (int i = 0; i < 200; i++) {
                            answers.add(append(log, event(String.valueOf(i), ANN)));
                        }
                    }))
                    .toList();
            publishers.forEach(Thread::start);
            log.close();
            for (Thread publisher : publishers) {
                publisher.join();
            }
            assertThat(answers).hasSize(600).allSatisfy(EventLogContract::assertAnsweredOrUnavailable);
            long answered = answers.stream()
                    .filter(answer -> !answer.isCompletedExceptionally())
                    .count();
            assertThat(tail.seen()).hasSizeLessThanOrEqualTo((int) answered);
        }
    }

    @Test
    void survivesAListenerThatFailsAndTellsItWhatItHasMissed() {
        EventLog log = open(LogBounds.wide());
        FailingOnce listener = new FailingOnce();
        log.follow(listener);
        Position start = log.tail();
        Position first = publish(log, "1", ANN);
        await().atMost(RecordingTail.DEADLINE).until(() -> !listener.missed.isEmpty());
        assertThat(listener.missed.peek()).satisfies(missed -> {
            assertThat(missed.get(0)).isLessThanOrEqualTo(start);
            assertThat(missed.get(1)).isGreaterThanOrEqualTo(first);
        });
        Position second = publish(log, "2", ANN);
        await().atMost(RecordingTail.DEADLINE)
                .untilAsserted(() -> assertThat(listener.taken).contains(second));
        assertThat(page(log, List.of(ANN), first).events()).hasSize(1);
    }

    /** Fails to take the first records that it is handed. */
    private static final class FailingOnce implements TailListener {
        private final ConcurrentLinkedQueue<Position> taken = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<List<Position>> missed = new ConcurrentLinkedQueue<>();
        private boolean failed;

        @Override
        public void advanced(List<LogRecord> records, Position tail) {
            if (!records.isEmpty() && !failed) {
                failed = true;
                throw new AssertionError("on purpose");
            }
            records.forEach(logged -> taken.add(logged.position()));
        }

        @Override
        public void missed(Position after, Position upTo) {
            missed.add(List.of(after, upTo));
        }
    }

    private EventLog open(LogBounds bounds) {
        EventLog log = open(bounds, clock);
        opened.add(log);
        return log;
    }

    private EventLog followed(LogBounds bounds) {
        EventLog log = open(bounds);
        log.follow(tail);
        return log;
    }

    private static NewEvent event(String data, Topic... topics) {
        return new NewEvent(List.of(topics), "message", data);
    }

    private static CompletableFuture<Position> append(EventLog log, NewEvent event) {
        return append(log, new Entry.Publication(event));
    }

    private static CompletableFuture<Position> append(EventLog log, Entry entry) {
        return log.append(Append.of(entry)).toCompletableFuture();
    }

    private static CompletableFuture<Position> keyed(EventLog log, String key, String data) {
        return log.append(new Append(new Entry.Publication(event(data, ANN)), key))
                .toCompletableFuture();
    }

    private static Position appendKeyed(EventLog log, String key, String data) {
        return answer(keyed(log, key, data));
    }

    private static Position publish(EventLog log, String data, Topic... topics) {
        return answer(append(log, event(data, topics)));
    }

    private static Position answer(CompletableFuture<Position> answer) {
        return answer.orTimeout(RecordingTail.DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static ReadResult.Page page(EventLog log, Collection<Topic> topics, Position after) {
        return page(log, topics, after, WIDE);
    }

    private static ReadResult.Page page(EventLog log, Collection<Topic> topics, Position after, PageLimit limit) {
        ReadResult result = log.read(topics, after, limit);
        assertThat(result).isInstanceOf(ReadResult.Page.class);
        return (ReadResult.Page) result;
    }

    /** All pages up to the log's end. */
    private static List<ReadResult.Page> pages(
            EventLog log, Collection<Topic> topics, Position after, PageLimit limit) {
        List<ReadResult.Page> pages = new ArrayList<>();
        Position reached = after;
        while (reached.compareTo(log.tail()) < 0) {
            ReadResult.Page page = page(log, topics, reached, limit);
            assertThat(page.end()).isGreaterThan(reached);
            pages.add(page);
            reached = page.end();
        }
        return pages;
    }

    private static void assertExpired(EventLog log, Collection<Topic> topics, Position after, Position resumeAfter) {
        await().atMost(RecordingTail.DEADLINE)
                .untilAsserted(() -> assertThat(log.read(topics, after, WIDE))
                        .isEqualTo(new ReadResult.Reset(ReadResult.Reason.HISTORY_EXPIRED, resumeAfter)));
    }

    private static void awaitExpired(EventLog log, Topic topic, Position after) {
        await().atMost(RecordingTail.DEADLINE)
                .until(() -> log.read(List.of(topic), after, WIDE) instanceof ReadResult.Reset);
    }

    private static void assertUnavailable(CompletableFuture<Position> answer) {
        assertThat(answer).isCompletedExceptionally();
        assertThatThrownBy(answer::join).hasCauseInstanceOf(LogUnavailableException.class);
    }

    private static void assertAnsweredOrUnavailable(CompletableFuture<Position> answer) {
        try {
            assertThat(answer.get(RecordingTail.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .isNotNull();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(LogUnavailableException.class);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
