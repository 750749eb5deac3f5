package dev.herald.server.log;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a log keeps and gives back, as plainly as it can be said: one list, searched from end to end. It never forgets
 * which topics have lost what. Confined to one thread.
 */
final class ModelLog {
    private final LogConfig config;
    private final InstantSource clock;
    private final Position start;
    private final List<Kept> kept = new ArrayList<>();
    private final Map<Topic, Long> lostUpTo = new HashMap<>();
    private Position tail;

    ModelLog(LogConfig config, InstantSource clock, long epoch) {
        this.config = config;
        this.clock = clock;
        this.start = new Position(epoch, 0);
        this.tail = start;
    }

    Position tail() {
        return tail;
    }

    int events() {
        return kept.size();
    }

    Position append(Entry entry) {
        tail = tail.at(tail.offset() + 1);
        if (entry instanceof Entry.Publication publication) {
            NewEvent event = publication.event();
            kept.add(new Kept(tail.offset(), clock.millis(), event, new HashSet<>(event.topics())));
            event.topics().forEach(this::boundTopic);
            boundAll();
        }
        return tail;
    }

    void expire() {
        long horizon = clock.millis() - config.retention().toMillis();
        while (!kept.isEmpty() && kept.get(0).atMillis <= horizon) {
            dropWhole(kept.get(0));
        }
    }

    ReadResult read(Collection<Topic> topics, Position after, PageLimit limit) {
        long lost = topics.stream()
                .mapToLong(topic -> lostUpTo.getOrDefault(topic, 0L))
                .max()
                .orElse(0);
        if (after.epoch() < start.epoch()) {
            return new ReadResult.Reset(ReadResult.Reason.UNKNOWN_POSITION, start.at(lost));
        }
        if (after.isAfter(tail)) {
            return new ReadResult.Reset(ReadResult.Reason.UNKNOWN_POSITION, tail);
        }
        if (after.offset() < lost) {
            return new ReadResult.Reset(ReadResult.Reason.HISTORY_EXPIRED, start.at(lost));
        }
        List<Event> events = new ArrayList<>();
        int bytes = 0;
        for (Kept one : kept) {
            if (one.offset <= after.offset() || topics.stream().noneMatch(one.topics::contains)) {
                continue;
            }
            boolean full = events.size() >= limit.events() || bytes + one.bytes() > limit.bytes();
            if (full && !events.isEmpty()) {
                return new ReadResult.Page(events, events.get(events.size() - 1).position());
            }
            events.add(new Event(start.at(one.offset), one.event.name(), one.event.data()));
            bytes += one.bytes();
        }
        return new ReadResult.Page(events, tail);
    }

    private void boundTopic(Topic topic) {
        while (true) {
            List<Kept> ofTopic =
                    kept.stream().filter(one -> one.topics.contains(topic)).toList();
            int bytes = ofTopic.stream().mapToInt(Kept::bytes).sum();
            boolean over = ofTopic.size() > config.eventsPerTopicMax()
                    || (ofTopic.size() > 1 && bytes > config.bytesPerTopicMax());
            if (!over) {
                return;
            }
            drop(ofTopic.get(0), topic);
        }
    }

    private void boundAll() {
        while (kept.size() > 1
                && (kept.stream().mapToInt(one -> one.topics.size()).sum() > config.eventsMax()
                        || kept.stream().mapToLong(Kept::bytes).sum() > config.bytesMax())) {
            dropWhole(kept.get(0));
        }
    }

    private void dropWhole(Kept one) {
        List.copyOf(one.topics).forEach(topic -> drop(one, topic));
    }

    private void drop(Kept one, Topic topic) {
        one.topics.remove(topic);
        lostUpTo.put(topic, one.offset);
        if (one.topics.isEmpty()) {
            kept.remove(one);
        }
    }

    private record Kept(long offset, long atMillis, NewEvent event, Set<Topic> topics) {
        int bytes() {
            return event.data().length();
        }
    }
}
