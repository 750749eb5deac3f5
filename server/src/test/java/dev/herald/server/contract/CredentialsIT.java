package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Header, then query, then cookie: the first that is present decides. */
class CredentialsIT {
    private static final String STREAM = "/api/v1/auth/sse/notifications/";
    private static final String REQUIRED = "event: error\ndata: {\"error\": \"Authentication required\"}\n\n";
    private static TestServer server;
    private static String good;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        good = server.token("ann");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void takesEachOfThem() {
        assertThat(open("", "Authorization: Bearer " + good)).isEqualTo(200);
        assertThat(open("", "authorization: bEARER   " + good)).isEqualTo(200);
        assertThat(open("?token=" + good)).isEqualTo(200);
        assertThat(open("", "Cookie: herald_session=" + good)).isEqualTo(200);
        assertThat(open("", "Cookie: other=1; herald_session=" + good + "; theme=dark"))
                .isEqualTo(200);
    }

    @Test
    void theFirstPresentDecides() {
        assertThat(open("?token=bad", "Authorization: Bearer " + good, "Cookie: herald_session=bad"))
                .isEqualTo(200);
        assertThat(open("?token=" + good, "Cookie: herald_session=bad")).isEqualTo(200);
    }

    @Test
    void aBadOneIsNotPaperedOverByTheNext() {
        String[] bad = {
            "Authorization: Bearer bad", "Authorization: Basic YTpi", "Authorization: Bearer", "Authorization:"
        };
        for (String header : bad) {
            refused("?token=" + good, header, "Cookie: herald_session=" + good);
        }
        refused("?token=", "Cookie: herald_session=" + good);
        refused("?token=bad", "Cookie: herald_session=" + good);
        refused("?token=bad&token=" + good);
        refused("", "Authorization: Bearer " + good, "Authorization: Bearer " + good);
        refused("", "Cookie: herald_session=" + good + "x");
    }

    @Test
    void noneAtAllIsRefused() {
        refused("");
        refused("", "Cookie: other=1");
    }

    @Test
    void aTamperedTokenIsRefused() {
        String[] parts = good.split("\\.", -1);
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        for (String token : List.of(
                parts[0] + "." + parts[1] + ".",
                none + "." + parts[1] + ".",
                none + "." + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1] + "x." + parts[2],
                "..",
                "a".repeat(3_000))) {
            refused("", "Authorization: Bearer " + token);
        }
    }

    @Test
    void publishersAndOperatorsAreKnownByTheHeaderOnly() {
        String publisher = server.scoped("publish");
        String body = "{\"user\":\"ann\",\"type\":\"T\"}";
        assertThat(RawClient.once(server, "POST", "/api/v1/events/?token=" + publisher, body)
                        .status())
                .isEqualTo(401);
        assertThat(RawClient.once(server, "POST", "/api/v1/events/", body, "Cookie: herald_session=" + publisher)
                        .status())
                .isEqualTo(401);
        assertThat(RawClient.once(server, "POST", "/api/v1/events/", body, "Authorization: Bearer " + publisher)
                        .status())
                .isEqualTo(200);
    }

    private static int open(String query, String... headers) {
        try (RawClient client = RawClient.to(server)) {
            client.send(RawClient.request("GET", STREAM + query, "", headers));
            return Integer.parseInt(client.readUntil("\r\n").split(" ", 3)[1]);
        }
    }

    private static void refused(String query, String... headers) {
        Response answer = RawClient.once(server, "GET", STREAM + query, "", headers);
        assertThat(answer.status()).as(query + List.of(headers)).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(REQUIRED);
        assertThat(answer.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
    }
}
