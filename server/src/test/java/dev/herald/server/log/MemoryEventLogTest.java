package dev.herald.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.FakeClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The contract, for the log that lives in this process, and who does its work. */
class MemoryEventLogTest extends EventLogContract {
    private static final int GREAT_DEPTH = 100_000; // more than a stack holds

    private volatile boolean mayWork = true; // whichever thread asks

    @Override
    protected EventLog open(LogBounds bounds, InstantSource clock) {
        return new MemoryEventLog(bounds.config(LogKind.MEMORY), clock, () -> mayWork);
    }

    /** It takes nothing from its queue before it is followed. */
    @Override
    protected void whileStalled(EventLog log, Runnable work) {
        work.run();
    }

    @Test
    void whoeverAppendsHandsOnUnlessTheLogsThreadJustCalls() {
        ConcurrentLinkedQueue<Thread> handedOnBy = new ConcurrentLinkedQueue<>();
        try (EventLog log =
                followed((records, tail) -> records.forEach(one -> handedOnBy.add(Thread.currentThread())))) {
            for (int i = 0; i < 100; i++) {
                log.append(event("1")).toCompletableFuture().join();
            }
        }
        assertThat(handedOnBy).hasSize(100);
        assertThat(handedOnBy.stream().filter(Thread.currentThread()::equals).count())
                .isGreaterThan(50);
    }

    @Test
    void whoeverComesMeanwhileDoesNotWaitAndIsAnsweredByTheLogsThread() throws InterruptedException {
        CountDownLatch handingOn = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (EventLog log = followed((records, tail) -> {
            if (!records.isEmpty()) {
                handingOn.countDown();
                awaitQuietly(goOn);
            }
        })) {
            CompletableFuture<Position> first = new CompletableFuture<>();
            Thread publisher = new Thread(() -> log.append(event("1")).thenAccept(first::complete));
            publisher.start();
            awaitQuietly(handingOn);
            CompletableFuture<Position> second = log.append(event("2")).toCompletableFuture();
            assertThat(second).isNotDone();
            goOn.countDown();
            assertThat(second)
                    .succeedsWithin(RecordingTail.DEADLINE)
                    .satisfies(position -> assertThat(position).isGreaterThan(first.join()));
            publisher.join();
        }
    }

    @Test
    void whatIsAppendedByAHandOverComesBehindIt() {
        ConcurrentLinkedQueue<Position> handedOn = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<CompletableFuture<Position>> echoes = new ConcurrentLinkedQueue<>();
        EventLog[] self = new EventLog[1];
        self[0] = followed((records, tail) -> {
            for (LogRecord logged : records) {
                handedOn.add(logged.position());
                if (echoes.size() < 3) {
                    echoes.add(self[0].append(event("echo")).toCompletableFuture());
                }
            }
        });
        try (EventLog log = self[0]) {
            Position first = log.append(event("1")).toCompletableFuture().join();
            await().atMost(RecordingTail.DEADLINE).until(() -> handedOn.size() == 4);
            assertThat(echoes).allSatisfy(echo -> assertThat(echo).succeedsWithin(RecordingTail.DEADLINE));
            assertThat(handedOn).startsWith(first);
        }
        assertThat(List.copyOf(handedOn)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void leavesItsWorkToItsThreadWhereOthersMayNotDoIt() {
        mayWork = false;
        ConcurrentLinkedQueue<String> handedOnBy = new ConcurrentLinkedQueue<>();
        try (EventLog log = followed((records, tail) ->
                records.forEach(one -> handedOnBy.add(Thread.currentThread().getName())))) {
            log.append(event("1")).toCompletableFuture().join();
            assertThat(handedOnBy).containsExactly("herald-log");
        }
    }

    @Test
    void whoeverPublishesWheneverItHasPublishedDoesNotUseUpTheStack() {
        mayWork = false;
        try (EventLog log = followed((records, tail) -> {})) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            publishOn(log, GREAT_DEPTH, done);
            assertThat(done).succeedsWithin(RecordingTail.DEADLINE);
        }
    }

    @Test
    void norDoesItOnAThreadThatAnswersIt() throws InterruptedException {
        CountDownLatch handingOn = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (EventLog log = followed((records, tail) -> {
            if (!records.isEmpty() && handingOn.getCount() > 0) {
                handingOn.countDown();
                awaitQuietly(goOn);
            }
        })) {
            Thread busy = new Thread(
                    () -> log.append(event("1")).toCompletableFuture().join());
            busy.start();
            awaitQuietly(handingOn);
            CompletableFuture<Void> done = new CompletableFuture<>();
            publishOn(log, GREAT_DEPTH, done); // waits its turn, so another thread answers it
            goOn.countDown();
            assertThat(done).succeedsWithin(RecordingTail.DEADLINE);
            busy.join();
        }
    }

    @Test
    void appendsManyTogetherInOrder() {
        int many = 25_000; // more than may wait
        try (EventLog log = followed((records, tail) -> {})) {
            List<Append> appends = Collections.nCopies(many, event("1"));
            List<Position> positions = log.appendAll(appends).stream()
                    .map(answer -> answer.toCompletableFuture().join())
                    .toList();
            assertThat(positions).hasSize(many).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void letsGoOfAllThatIsPastItsAgeThoughOnlySomeAtATime() {
        FakeClock clock = new FakeClock();
        try (EventLog log = open(LogBounds.wide().keepingFor(Duration.ofMinutes(1)), clock)) {
            log.follow((records, tail) -> {});
            Position before = log.tail();
            for (int i = 0; i < 3_000; i++) {
                log.append(event("1")).toCompletableFuture().join();
            }
            clock.advance(Duration.ofMinutes(2));
            Position last = log.append(event("2")).toCompletableFuture().join();
            await().atMost(RecordingTail.DEADLINE)
                    .untilAsserted(() -> assertThat(
                                    log.read(List.of(Topic.ofUser("ann")), before, new PageLimit(10, 1_000)))
                            .isEqualTo(new ReadResult.Reset(
                                    ReadResult.Reason.HISTORY_EXPIRED, last.at(last.offset() - 1))));
        }
    }

    private EventLog followed(TailListener listener) {
        EventLog log = open(LogBounds.wide(), new FakeClock());
        log.follow(listener);
        return log;
    }

    private static void publishOn(EventLog log, int left, CompletableFuture<Void> done) {
        if (left == 0) {
            done.complete(null);
        } else {
            log.append(event("1")).thenRun(() -> publishOn(log, left - 1, done));
        }
    }

    private static Append event(String data) {
        return Append.of(new Entry.Publication(new NewEvent(List.of(Topic.ofUser("ann")), "message", data)));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(RecordingTail.DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
