package dev.herald.protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a parser told, each kind apart and all in order. Confined to the test's thread. */
final class RecordingListener implements SseListener {
    final List<SseEvent> events = new ArrayList<>();
    final List<String> comments = new ArrayList<>();
    final List<Duration> retries = new ArrayList<>();
    final List<Object> everything = new ArrayList<>();

    @Override
    public void onEvent(SseEvent event) {
        events.add(event);
        everything.add(event);
    }

    @Override
    public void onComment(String comment) {
        comments.add(comment);
        everything.add(comment);
    }

    @Override
    public void onRetry(Duration retry) {
        retries.add(retry);
        everything.add(retry);
    }
}
