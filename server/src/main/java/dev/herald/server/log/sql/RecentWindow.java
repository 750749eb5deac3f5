package dev.herald.server.log.sql;

import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Entry;
import dev.herald.server.log.Event;
import dev.herald.server.log.LogConfig;
import dev.herald.server.log.LogRecord;
import dev.herald.server.log.PageLimit;
import dev.herald.server.log.ReadResult.Page;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What the tail has handed on of late, in memory, in front of the slower database. It answers only where it is sure to
 * have everything. Thread-safe: the log-tail thread adds, under the lock alone; replay threads read, sharing the lock
 * for one page.
 */
final class RecentWindow {
    private static final int EVENTS_MAX = 200_000;
    private static final int BYTES_MAX = 64 * 1024 * 1024;

    private final LogConfig config;
    private final InstantSource clock;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    // under the lock
    private final EventRing events;
    private Position start; // of what is before, something may not be here
    private Position end;

    /** @param start the log's end when this node began to follow it: of what is before, nothing is here */
    RecentWindow(LogConfig config, InstantSource clock, Position start) {
        this.config = config;
        this.clock = clock;
        this.events =
                new EventRing(Math.min(config.eventsMax(), EVENTS_MAX), (int) Math.min(config.bytesMax(), BYTES_MAX));
        this.start = start;
        this.end = start;
    }

    /** Adds what has come, up to a new end, and lets go of what is past its age. */
    void add(List<LogRecord> records, Position end) {
        long now = clock.millis();
        lock.writeLock().lock();
        try {
            for (LogRecord logged : records) {
                if (logged.entry() instanceof Entry.Publication publication
                        && !events.add(publication.event(), logged.position().offset(), now)) {
                    start = logged.position();
                }
            }
            this.end = end;
            long horizon = now - config.retention().toMillis();
            while (!events.isEmpty() && events.oldestMillis() <= horizon) {
                events.dropOldest();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Empties it: only what comes after this end will be here. */
    void forget(Position end) {
        lock.writeLock().lock();
        try {
            events.clear();
            this.start = end;
            this.end = end;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Something up to here is not going to be added: from now on only what comes after it is sure to be whole. */
    void missed(Position upTo) {
        lock.writeLock().lock();
        try {
            start = upTo;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The page, if everything after the position is here. */
    Optional<Page> page(Collection<Topic> topics, Position after, PageLimit limit) {
        lock.readLock().lock();
        try {
            if (start.isAfter(after) || after.isAfter(end)) {
                return Optional.empty();
            }
            long[] found = events.find(topics, after.offset(), config.eventsPerTopicMax());
            return found == null ? Optional.empty() : Optional.of(page(found, limit));
        } finally {
            lock.readLock().unlock();
        }
    }

    private Page page(long[] found, PageLimit limit) {
        List<Event> page = new ArrayList<>();
        int bytes = 0;
        for (long address : found) {
            Event event = events.event(address, end);
            bytes += event.data().length();
            if (!page.isEmpty() && (page.size() == limit.events() || bytes > limit.bytes())) {
                return new Page(page, page.get(page.size() - 1).position());
            }
            page.add(event);
        }
        return new Page(page, end);
    }
}
