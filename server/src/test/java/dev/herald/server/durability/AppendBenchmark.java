package dev.herald.server.durability;

import dev.herald.auth.Database;
import dev.herald.auth.DatabaseConfig;
import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Topic;
import dev.herald.server.TestFolder;
import dev.herald.server.log.Append;
import dev.herald.server.log.Entry;
import dev.herald.server.log.sql.SqlEventLog;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How many events a second the log takes, each acknowledged after its commit, and how long an acknowledgement takes at
 * half that rate. Prints figures and asserts nothing. {@code docs/PERFORMANCE.md} says how to start it.
 *
 * The first argument is {@code sqlite} (a file in the working directory's {@code target}), {@code postgresql} (one is
 * started there) or a JDBC URL; the second the seconds of each run; a third is the rate at which acknowledgements are
 * timed, instead of half of what was reached just before.
 */
public final class AppendBenchmark {
    private static final int PUBLISHERS = 2_000;
    private static final int USERS = 100_000;
    private static final int ROUNDS = 3;
    private static final String DATA = "{\"type\":\"T\",\"data\":\"" + "x".repeat(178) + "\"}"; // 200 bytes

    private final SqlEventLog log;
    private final int seconds;
    private final List<Topic> users = new ArrayList<>(USERS);
    private volatile boolean over;

    private AppendBenchmark(SqlEventLog log, int seconds) {
        this.log = log;
        this.seconds = seconds;
        for (int i = 0; i < USERS; i++) {
            users.add(Topic.ofUser("user-" + i));
        }
    }

    public static void main(String[] args) throws IOException {
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        double rate = args.length > 2 ? Double.parseDouble(args[2]) : 0;
        switch (args.length == 0 ? "sqlite" : args[0]) {
            case "sqlite" -> onSqlite(seconds, rate);
            case "postgresql" -> {
                try (PostgresServer postgres = PostgresServer.start()) {
                    run(postgres.url("postgres"), seconds, rate);
                }
            }
            default -> run(args[0], seconds, rate);
        }
    }

    private static void onSqlite(int seconds, double rate) throws IOException {
        try (TestFolder folder = TestFolder.onDisk()) {
            run(folder.sqliteUrl(), seconds, rate);
        }
    }

    private static void run(String url, int seconds, double paced) {
        try (Database database = Database.open(DatabaseConfig.of(url));
                SqlEventLog log = new SqlEventLog(database, "node", Nodes.LOG, Clock.systemUTC())) {
            log.follow((records, end) -> {});
            AppendBenchmark benchmark = new AppendBenchmark(log, seconds);
            benchmark.saturate(); // warm up
            for (int round = 0; round < ROUNDS; round++) {
                double rate = benchmark.saturate();
                System.out.printf("%,10.0f durable appends/s from %,d publishers%n", rate, PUBLISHERS);
                benchmark.pace(paced > 0 ? paced : rate / 2);
            }
        }
    }

    /** Every publisher has one event under way, and sends the next as soon as that is acknowledged. */
    private double saturate() {
        AtomicLong acknowledged = new AtomicLong();
        AtomicInteger underWay = new AtomicInteger(PUBLISHERS);
        over = false;
        long began = System.nanoTime();
        for (int i = 0; i < PUBLISHERS; i++) {
            next(acknowledged, underWay);
        }
        LockSupport.parkNanos(seconds * 1_000_000_000L);
        long count = acknowledged.get();
        double rate = count * 1e9 / (System.nanoTime() - began);
        over = true;
        while (underWay.get() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        return rate;
    }

    private void next(AtomicLong acknowledged, AtomicInteger underWay) {
        if (over) {
            underWay.decrementAndGet();
            return;
        }
        log.append(event()).whenComplete((position, failure) -> {
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
            acknowledged.incrementAndGet();
            next(acknowledged, underWay);
        });
    }

    /** Events leave at their time whether those before are acknowledged or not; a latency counts from that time. */
    private void pace(double rate) {
        int count = (int) (rate * seconds);
        long[] nanos = new long[count];
        AtomicInteger left = new AtomicInteger(count);
        AtomicInteger refused = new AtomicInteger();
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int number = i;
            long due = began + (long) (i * 1e9 / rate);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(50_000);
            }
            log.append(event()).whenComplete((position, failure) -> {
                nanos[number] = System.nanoTime() - due;
                if (failure != null) {
                    refused.incrementAndGet();
                }
                left.decrementAndGet();
            });
        }
        while (left.get() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        Arrays.sort(nanos);
        System.out.printf(
                "           at %,.0f/s: p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, most %.1f ms, %d refused%n",
                rate, millis(nanos, 0.5), millis(nanos, 0.99), millis(nanos, 0.999), millis(nanos, 1), refused.get());
    }

    private Append event() {
        Topic user = users.get(ThreadLocalRandom.current().nextInt(USERS));
        return Append.of(new Entry.Publication(new NewEvent(List.of(user), "message", DATA)));
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))] / 1e6;
    }
}
