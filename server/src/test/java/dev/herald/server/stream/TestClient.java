package dev.herald.server.stream;

import dev.herald.protocol.SseEvent;
import dev.herald.server.ManualChannel;
import dev.herald.server.ManualLoop;
import dev.herald.server.SseWire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of a {@link TestNode}: its connection, and what came over it. Confined to the test's thread. */
final class TestClient implements StreamOpening, SseWire.Reader {
    static final int WRITE_BUFFER = 1_000;

    final ManualChannel channel;
    private final List<SseEvent> events = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private final SseWire wire = new SseWire(this);
    private String lastEventId = "";
    private @Nullable Refusal refusal;
    private boolean accepted;

    TestClient(TestNode node, ManualLoop loop, StreamRequest request) {
        channel = ManualChannel.on(loop).withWriteBuffer(WRITE_BUFFER);
        loop.execute(() -> node.streams.open(channel, request, this));
    }

    @Override
    public void accepted(StreamHandler handler) {
        accepted = true;
        channel.pipeline().addLast(handler);
    }

    @Override
    public void refused(Refusal refusal) {
        this.refusal = refusal;
    }

    @Override
    public void event(SseEvent event) {
        events.add(event);
    }

    @Override
    public void comment(String comment) {
        comments.add(comment);
    }

    @Override
    public void committed(String id) {
        lastEventId = id;
    }

    /** Events that came since this was last asked. */
    List<SseEvent> events() {
        read();
        List<SseEvent> fresh = List.copyOf(events);
        events.clear();
        return fresh;
    }

    /** What the events that came since the last asking say. */
    List<String> data() {
        return events().stream().map(SseEvent::data).toList();
    }

    List<String> comments() {
        read();
        List<String> fresh = List.copyOf(comments);
        comments.clear();
        return fresh;
    }

    /** The bytes that came since the last asking, as they are. */
    String raw() {
        return new String(channel.taken(), StandardCharsets.UTF_8);
    }

    String lastEventId() {
        read();
        return lastEventId;
    }

    /** Whether the body has come to its proper end. */
    boolean ended() {
        read();
        return wire.ended();
    }

    boolean accepted() {
        return accepted;
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }

    /** Goes away. */
    void cut() {
        channel.close();
    }

    private void read() {
        wire.feed(channel.taken());
    }
}
