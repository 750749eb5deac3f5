package dev.herald.loadtest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseHeadTest {
    @Test
    void endsAtTheBlankLineWhereverTheBytesAreCut() {
        String head = "HTTP/1.1 200 OK\r\nA: b\r\n\rTRANSFER-Encoding: chunked\r\n\r\n";
        byte[] bytes = (head + "body").getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut < head.length(); cut++) {
            ResponseHead response = new ResponseHead();
            assertThat(response.feed(bytes, 0, cut)).isEqualTo(-1);
            assertThat(response.feed(bytes, cut, bytes.length)).isEqualTo(head.length());
            assertThat(response.status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, true, 200",
        "HTTP/1.0 401, false, 401",
        "HTTP/1.1 204 No Content, false, 204",
        "HTTP/2 200, false, 0",
        "HTTP/1.1 20 OK, false, 0",
        "garbage, false, 0"
    })
    void readsStatusAndFraming(String line, boolean chunked, int status) {
        String framing = chunked ? "transfer-encoding: Chunked\r\n" : "Connection: close\r\n";
        byte[] bytes = (line + "\r\n" + framing + "\r\n").getBytes(StandardCharsets.US_ASCII);
        ResponseHead response = new ResponseHead();
        assertThat(response.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.isChunked()).isEqualTo(chunked);
    }

    @Test
    void givesUpOnAHeadThatIsTooLong() {
        assertThat(new ResponseHead().feed(new byte[ResponseHead.BYTES_MAX - 1], 0, ResponseHead.BYTES_MAX - 1))
                .isEqualTo(-1);
        ResponseHead response = new ResponseHead();
        assertThat(response.feed(new byte[ResponseHead.BYTES_MAX + 1], 0, ResponseHead.BYTES_MAX + 1))
                .isEqualTo(ResponseHead.BYTES_MAX);
        assertThat(response.status()).isZero();
    }
}
