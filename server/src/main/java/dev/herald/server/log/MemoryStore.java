package dev.herald.server.log;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Events by topic, bounded by count, bytes and age for each topic and in all. An event of several topics is stored
 * once and goes when the last of them has let go of it; against the bound on events in all it counts once for each
 * topic, since that is what it costs. The newest event is kept whatever its size.
 *
 * <p>For every topic it knows the offset of the last event that it let go of, so that a reader below it is told. Those
 * of topics that have become empty are kept in order of their emptying, {@code eventsMax} at most; what is forgotten
 * beyond that counts against every topic without a history, which can only tell a reader too often.
 *
 * <p>Thread-safe: one lock, held for a batch's append or for one page. The log's tail writes, the replay threads read;
 * an event loop comes in only if nobody else is here.
 */
final class MemoryStore {
    private static final int EXPIRED_MAX = 1_000; // together, about a millisecond

    private final LogConfig config;
    private final InstantSource clock;
    private final Position start;
    private volatile Position tail;

    /** Held by the log for a whole batch, so that storing and handing on are one step; reentrant for the calls within. */
    final ReentrantLock lock = new ReentrantLock();

    // under the lock
    private final Map<Topic, TopicHistory> histories = new HashMap<>();
    private final LinkedHashMap<Topic, Long> emptied = new LinkedHashMap<>();
    private final StoredList inOrder = new StoredList();
    private long bytes;
    private int places; // an event has one in the history of each of its topics
    private long forgottenUpTo;

    /** @param start the position before the first event */
    MemoryStore(LogConfig config, InstantSource clock, Position start) {
        this.config = config;
        this.clock = clock;
        this.start = start;
        this.tail = start;
    }

    Position tail() {
        return tail;
    }

    /** Gives the entry the next position and, if it is an event, keeps it. Called by the log's tail only. */
    Position append(Entry entry) {
        lock.lock();
        try {
            Position position = tail.at(tail.offset() + 1);
            if (entry instanceof Entry.Publication publication) {
                keep(publication.event(), position);
            }
            tail = position;
            letGo();
            return position;
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of what is past its age, some at a time; whether that was all. Called by the log's tail only. */
    boolean expire() {
        long horizon = clock.millis() - config.retention().toMillis();
        lock.lock();
        try {
            Stored oldest = inOrder.first();
            for (int i = 0; i < EXPIRED_MAX && oldest != null && oldest.atMillis <= horizon; i++) {
                dropEverywhere(oldest);
                oldest = inOrder.first();
            }
            return oldest == null || oldest.atMillis > horizon;
        } finally {
            lock.unlock();
        }
    }

    ReadResult read(Collection<Topic> topics, Position after, PageLimit limit) {
        lock.lock();
        try {
            if (after.epoch() < start.epoch()) {
                // From before a restart: nothing of this epoch can have been seen, so all that is held is owed.
                return new ReadResult.Reset(ReadResult.Reason.UNKNOWN_POSITION, start.at(lostUpTo(topics)));
            }
            if (after.isAfter(tail)) {
                return new ReadResult.Reset(ReadResult.Reason.UNKNOWN_POSITION, tail);
            }
            long lostUpTo = lostUpTo(topics);
            if (after.offset() < lostUpTo) {
                return new ReadResult.Reset(ReadResult.Reason.HISTORY_EXPIRED, start.at(lostUpTo));
            }
            return page(topics, after.offset(), limit);
        } finally {
            lock.unlock();
        }
    }

    int storedEvents() {
        lock.lock();
        try {
            return inOrder.size();
        } finally {
            lock.unlock();
        }
    }

    int knownTopics() {
        lock.lock();
        try {
            return histories.size() + emptied.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the memory first: an event that only some of its histories knew would stay for ever. */
    private void keep(NewEvent event, Position position) {
        List<TopicHistory> holders = historiesOf(event.topics());
        Stored stored = new Stored(position.offset(), clock.millis(), event, holders);
        inOrder.makeRoom();
        holders.forEach(TopicHistory::makeRoom);
        inOrder.addLast(stored);
        bytes += stored.bytes();
        places += stored.holders;
        for (int i = 0; i < holders.size(); i++) {
            holders.get(i).add(stored);
        }
    }

    /** What the newest event has pushed out. */
    private void letGo() {
        Stored newest = inOrder.last();
        if (newest == null) {
            return;
        }
        for (TopicHistory history : newest.histories) {
            while (history.isOver(config)) {
                drop(history.first(), history);
            }
        }
        while (inOrder.size() > 1 && (places > config.eventsMax() || bytes > config.bytesMax())) {
            dropEverywhere(inOrder.first());
        }
    }

    private List<TopicHistory> historiesOf(List<Topic> topics) {
        if (topics.size() == 1) {
            return history(topics.get(0)).alone();
        }
        List<TopicHistory> of = new ArrayList<>(topics.size());
        for (Topic topic : topics) {
            of.add(history(topic));
        }
        return of;
    }

    private TopicHistory history(Topic topic) {
        TopicHistory history = histories.get(topic);
        if (history == null) {
            history = new TopicHistory(inOrder, topic, emptied.getOrDefault(topic, forgottenUpTo));
            histories.put(topic, history);
            emptied.remove(topic); // last: what it knows is not lost for want of memory
        }
        return history;
    }

    private void dropEverywhere(@Nullable Stored stored) {
        if (stored == null) {
            return;
        }
        for (TopicHistory history : stored.histories) {
            if (history.beginsWith(stored)) { // else the topic's own bounds were quicker
                drop(stored, history);
            }
        }
    }

    private void drop(Stored stored, TopicHistory history) {
        if (history.size() == 1) {
            rememberEmptied(history.topic(), stored.offset); // first, as it takes memory
            histories.remove(history.topic());
        }
        history.removeFirst();
        places--;
        if (--stored.holders == 0) {
            inOrder.remove(stored);
            bytes -= stored.bytes();
        }
    }

    private void rememberEmptied(Topic topic, long lostUpTo) {
        emptied.put(topic, lostUpTo);
        if (emptied.size() > config.eventsMax()) {
            Map.Entry<Topic, Long> eldest = emptied.entrySet().iterator().next();
            forgottenUpTo = Math.max(forgottenUpTo, eldest.getValue());
            emptied.remove(eldest.getKey());
        }
    }

    private long lostUpTo(Collection<Topic> topics) {
        long lostUpTo = 0;
        for (Topic topic : topics) {
            TopicHistory history = histories.get(topic);
            lostUpTo = Math.max(
                    lostUpTo, history != null ? history.lostUpTo() : emptied.getOrDefault(topic, forgottenUpTo));
        }
        return lostUpTo;
    }

    /** Merges the topics' histories by offset; an event of several of the topics comes once. */
    private ReadResult page(Collection<Topic> topics, long after, PageLimit limit) {
        PriorityQueue<TopicHistory.Reader> readers = new PriorityQueue<>();
        for (Topic topic : topics) {
            TopicHistory history = histories.get(topic);
            if (history != null) {
                TopicHistory.Reader reader = history.after(after);
                if (reader.hasNext()) {
                    readers.add(reader);
                }
            }
        }
        List<Event> events = new ArrayList<>();
        int pageBytes = 0;
        long last = after;
        while (!readers.isEmpty()) {
            TopicHistory.Reader reader = readers.poll();
            Stored next = reader.next();
            if (next.offset > last) {
                if (!events.isEmpty()
                        && (events.size() >= limit.events() || pageBytes + next.bytes() > limit.bytes())) {
                    return new ReadResult.Page(events, start.at(last));
                }
                events.add(new Event(start.at(next.offset), next.name, next.data));
                pageBytes += next.bytes();
                last = next.offset;
            }
            if (reader.hasNext()) {
                readers.add(reader);
            }
        }
        return new ReadResult.Page(events, tail);
    }
}
