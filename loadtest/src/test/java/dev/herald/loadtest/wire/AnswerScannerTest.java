package dev.herald.loadtest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerScannerTest implements AnswerScanner.Sink {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void onClosing() {
        seen.add("closing");
    }

    @Override
    public void onAnswer(int status) {
        seen.add(Integer.toString(status));
    }

    @Test
    void readsAnswersWhereverTheBytesAreCut() {
        byte[] bytes = ascii("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP/"
                + "HTTP/1.1 100 Continue\r\n\r\n"
                + "HTTP/1.1 202\r\ncontent-LENGTH:0\r\nX: y\r\n\r\n"
                + "HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                + "HTTP/1.1 204 No Content\n\n"
                + "HTTP/1.0 201 Created\r\nConnection: Keep-Alive\r\nContent-Length: 0 \r\n\r\n"
                + "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx");
        for (int cut = 0; cut <= bytes.length; cut++) {
            AnswerScanner scanner = new AnswerScanner();
            seen.clear();
            assertThat(scanner.feed(bytes, 0, cut, this)).isTrue();
            assertThat(scanner.feed(bytes, cut, bytes.length, this)).isTrue();
            assertThat(seen).as("cut at " + cut).containsExactly("200", "202", "503", "204", "201", "closing", "200");
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.0 200 OK, Content-Length: 0", "HTTP/1.1 200 OK, X: y", "HTTP/1.1 200 OK, connection: Close"})
    void saysThatTheConnectionEnds(String statusLine, String header) {
        assertThat(feed(statusLine + "\r\n" + header + "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"))
                .isTrue();
        assertThat(seen).first().isEqualTo("closing");
        assertThat(seen).last().isEqualTo("200");
        assertThat(seen).as("nothing is read behind it").hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "SSH-2.0-OpenSSH_9\r\n",
                "HTTP/1.1 2x0 OK\r\n",
                "HTTP/1.1 099 OK\r\n",
                "HTTP/1.1\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length:\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1234567890\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"
            })
    void refusesWhatIsNoAnswer(String text) {
        assertThat(feed(text)).isFalse();
        assertThat(seen).isEmpty();
    }

    @Test
    void holdsNoEndlessLine() {
        assertThat(feed("H" + "x".repeat(AnswerScanner.LINE_BYTES_MAX - 1))).isTrue();
        assertThat(feed("H" + "x".repeat(AnswerScanner.LINE_BYTES_MAX))).isFalse();
    }

    private boolean feed(String text) {
        byte[] bytes = ascii(text);
        return new AnswerScanner().feed(bytes, 0, bytes.length, this);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
