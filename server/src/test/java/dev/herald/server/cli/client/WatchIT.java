package dev.herald.server.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchIT {
    private static final String END = "401 Unauthorized\r\nContent-Type: text/event-stream";
    private static final String END_BODY = "event: error\ndata: {\"error\": \"Session superseded\"}\n\n";

    private static final Duration LONG = Duration.ofSeconds(75);

    private final StringWriter out = new StringWriter();
    private final List<String> notes = new ArrayList<>();

    @Test
    void goesOnAfterTheLastIdUntilItIsRefusedForGood() throws Exception {
        try (FakeStreamServer server = FakeStreamServer.create().stream("retry: 10\n\n" + event("1a.11", "one")).stream(
                        event("1a.12", "two") + "event: heartbeat\nid: 1a.13\ndata: {}\n\nid: 1a.19\ndata: cut sho")
                .refusal("503 Service Unavailable\r\nRetry-After: 0", "")
                .refusal(END, END_BODY)
                .start()) {
            StreamEnd end = watch(server, "");
            assertThat(end).isInstanceOf(StreamEnd.Final.class);
            assertThat(((StreamEnd.Final) end).message()).contains("401", "\"Session superseded\"");
            assertThat(server.requests()).hasSize(4);
            assertThat(server.requests().get(0)).contains("Bearer the-token").doesNotContain("Last-Event-ID");
            assertThat(server.requests().get(1)).contains("Last-Event-ID: 1a.11\n");
            assertThat(server.requests().get(2)).contains("Last-Event-ID: 1a.13\n");
            assertThat(server.requests().get(3)).contains("Last-Event-ID: 1a.13\n");
            assertThat(out.toString().lines())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("1a.11  message  t  \"one\""))
                    .anyMatch(line -> line.contains("1a.12  message  t  \"two\""));
            assertThat(notes).anyMatch(note -> note.startsWith("the server ended the stream"));
            assertThat(notes).anyMatch(note -> note.contains("503"));
            assertThat(notes).anyMatch(note -> note.endsWith("going on after 1a.11"));
        }
    }

    @Test
    void beginsWhereItIsTold() throws Exception {
        try (FakeStreamServer server =
                FakeStreamServer.create().refusal(END, END_BODY).start()) {
            watch(server, "1a.17");
            assertThat(server.requests().get(0))
                    .startsWith("GET /api/v1/auth/sse/notifications/?topic=a%20b%26c&topic=news HTTP/1.1\n")
                    .contains("Last-Event-ID: 1a.17\n");
        }
    }

    @Test
    void endsWhenTheServerLogsItOut() throws Exception {
        try (FakeStreamServer server = FakeStreamServer.create()
                .silentStream("data: {\"type\":\"FORCE_LOGOUT\",\"data\":{\"message\":\"logged in\\nelsewhere\"}}\n\n")
                .start()) {
            StreamEnd end = watch(server, "");
            assertThat(end).isEqualTo(new StreamEnd.Final("logged out by the server: logged in\\u000aelsewhere"));
            assertThat(out.toString()).contains("FORCE_LOGOUT");
        }
    }

    @Test
    void doesNotWaitForAServerThatHasGoneSilent() throws Exception {
        try (FakeStreamServer server = FakeStreamServer.create()
                .silentStream("retry: 1\n\n" + event("1a.11", "one"))
                .refusal(END, END_BODY)
                .start()) {
            watch(server, "", out, Duration.ofSeconds(1));
            assertThat(notes).anyMatch(note -> note.startsWith("silent for 1 s"));
            assertThat(server.requests().get(1)).contains("Last-Event-ID: 1a.11\n");
        }
    }

    @Test
    void endsOnAnswersThatNoFurtherTryWouldChange() throws Exception {
        assertFinal("204 No Content", "", "not to come back");
        assertFinal(
                "403 Forbidden\r\nContent-Type: application/problem+json",
                "{\"title\":\"Forbidden\",\"detail\":\"Topic \\u001b[2J\"}",
                "\"Topic \\u001b[2J\"");
        assertFinal("404 Not Found", "<html>", "status 404");
        assertFinal("302 Found\r\nLocation: http://127.0.0.1:1/", "", "status 302");
        assertFinal("200 OK\r\nContent-Type: text/html", "<html>", "no event stream but text/html");
    }

    @Test
    void keepsCommandsInAnAnswersFirstLineFromTheTerminal() throws Exception {
        try (FakeStreamServer server = FakeStreamServer.create()
                .bytes("\u001b[2J\r\n\r\n")
                .refusal(END, END_BODY)
                .start()) {
            watch(server, "");
            assertThat(notes).anyMatch(note -> note.contains("\\u001b[2J")).noneMatch(note -> note.contains("\u001b"));
        }
    }

    @Test
    void endsQuietlyWhenNobodyReadsTheOutput() throws Exception {
        try (FakeStreamServer server =
                FakeStreamServer.create().silentStream(event("1a.11", "one")).start()) {
            assertThat(watch(server, "", new BrokenPipe(), LONG)).isEqualTo(new StreamEnd.OutputClosed());
        }
    }

    private void assertFinal(String statusAndHeaders, String body, String message) throws Exception {
        try (FakeStreamServer server =
                FakeStreamServer.create().refusal(statusAndHeaders, body).start()) {
            StreamEnd end = watch(server, "");
            assertThat(end).isInstanceOf(StreamEnd.Final.class);
            assertThat(((StreamEnd.Final) end).message()).contains(message);
        }
    }

    private StreamEnd watch(FakeStreamServer server, String lastEventId) throws InterruptedException {
        return watch(server, lastEventId, out, LONG);
    }

    private StreamEnd watch(FakeStreamServer server, String lastEventId, Writer output, Duration silenceMax)
            throws InterruptedException {
        List<String> topics = lastEventId.isEmpty() ? List.of() : List.of("a b&c", "news");
        return new Watch(
                        new HttpApi(server.url()),
                        () -> "the-token",
                        new StreamRequest(topics, lastEventId, silenceMax),
                        new TextLines(ZoneOffset.UTC),
                        new PrintWriter(output),
                        notes::add)
                .run();
    }

    private static String event(String id, String data) {
        return "id: " + id + "\ndata: {\"type\":\"t\",\"data\":\"" + data + "\"}\n\n";
    }

    /** What {@code watch | head -1} writes to after the first line. */
    private static final class BrokenPipe extends Writer {
        @Override
        public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
