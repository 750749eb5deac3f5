package dev.herald.server.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.net.NetConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8000,http://127.0.0.1:8000/x",
        "https://example.com/,https://example.com/x",
        "https://example.com/behind/a/proxy/,https://example.com/behind/a/proxy/x",
        "http://[::1]:80,http://[::1]:80/x",
        "http://x:65535,http://x:65535/x"
    })
    void namesEndpointsBelowItself(String typed, String endpoint) {
        assertThat(BaseUrl.parse(typed).orElseThrow().at("/x")).hasToString(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:8000",
                "ws://x",
                "http:",
                "http://u:p@x",
                "http://x:65536",
                "http://x/?a",
                "http://x/#a",
                "http://a b"
            })
    void refusesOtherUrls(String typed) {
        assertThat(BaseUrl.parse(typed)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0,127.0.0.1", "::,127.0.0.1", "10.0.0.1,10.0.0.1", "::1,[::1]", "example.com,example.com"})
    void reachesAServerThatListens(String host, String reachedAt) {
        assertThat(BaseUrl.of(NetConfig.defaults().listeningAt(host, 8001)).text())
                .isEqualTo("http://" + reachedAt + ":8001");
    }
}
