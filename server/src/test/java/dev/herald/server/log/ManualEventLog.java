package dev.herald.server.log;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log whose tail moves on only when the test says so, and which can be down. Confined to the test's thread. */
public final class ManualEventLog implements EventLog {
    private final ModelLog model;
    private final List<LogRecord> untold = new ArrayList<>();
    private TailListener listener;
    private Position told;
    private boolean down;

    public ManualEventLog(LogBounds bounds, InstantSource clock) {
        this.model = new ModelLog(bounds.config(LogKind.MEMORY), clock, 7);
        this.told = model.tail();
    }

    /** Appends an event for these topics; its position. */
    public Position publish(String data, Topic... topics) {
        return append(new Entry.Publication(new NewEvent(List.of(topics), "message", data)));
    }

    public Position append(Entry entry) {
        Position position = model.append(entry);
        untold.add(new LogRecord(position, entry, System.nanoTime()));
        return position;
    }

    /** Hands on so many records that the listener has not had, as one batch. */
    public void handOn(int records) {
        List<LogRecord> batch = List.copyOf(untold.subList(0, Math.min(records, untold.size())));
        untold.subList(0, batch.size()).clear();
        if (!batch.isEmpty()) {
            told = batch.get(batch.size() - 1).position();
        }
        listener.advanced(batch, told);
    }

    /** Hands on all that the listener has not had, as one batch. */
    public void handOnAll() {
        handOn(untold.size());
    }

    /** Fails to hand on so many records, and says so. */
    public void miss(int records) {
        Position after = told;
        int missed = Math.min(records, untold.size());
        if (missed > 0) {
            told = untold.get(missed - 1).position();
            untold.subList(0, missed).clear();
            listener.missed(after, told);
        }
    }

    /** Tells the listener the tail and no more. */
    public void tick() {
        handOn(0);
    }

    public int untold() {
        return untold.size();
    }

    /** Lets go of what is past its age. */
    public void expire() {
        model.expire();
    }

    /** Whether something of the topic after this position is no longer held. */
    public boolean hasLost(Topic topic, Position after) {
        return model.read(List.of(topic), after, new PageLimit(1, 1)) instanceof ReadResult.Reset;
    }

    /** A log that is down cannot be read. */
    public void setDown(boolean down) {
        this.down = down;
    }

    @Override
    public CompletionStage<Position> append(Append append) {
        return CompletableFuture.completedStage(append(append.entry()));
    }

    @Override
    public ReadResult read(Collection<Topic> topics, Position after, PageLimit limit) {
        if (down) {
            throw new LogUnavailableException("down");
        }
        return model.read(topics, after, limit);
    }

    @Override
    public Position tail() {
        return model.tail();
    }

    @Override
    public void follow(TailListener listener) {
        this.listener = listener;
    }

    @Override
    public void close() {}
}
