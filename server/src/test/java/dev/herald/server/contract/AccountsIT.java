package dev.herald.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.Settings;
import dev.herald.server.SseClient;
import dev.herald.server.TestServer;
import dev.herald.server.http.CookieSecurity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Login, logout and refresh as a browser sees them. */
class AccountsIT {
    private static final String LOGIN = "/api/v1/auth/login/";
    private static final String LOGOUT = "/api/v1/auth/logout/";
    private static final String REFRESH = "/api/v1/auth/token/refresh/";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/auth/login/", "/api/v1/auth/login"})
    void loginGivesATokenInTheBodyAndAsACookie(String path) {
        String userId = account("shape" + path.length());
        Response login = login(path, "shape" + path.length() + "@example.com", TestServer.PASSWORD);

        assertThat(login.status()).isEqualTo(200);
        assertThat(login.header("content-type")).isEqualTo("application/json");
        assertThat(login.header("cache-control")).isEqualTo("no-store");
        assertThat(login.body())
                .matches("\\{\"access\":\"[\\w-]+\\.[\\w-]+\\.[\\w-]+\",\"expires_in\":3600,\"user_id\":\"" + userId
                        + "\"}");
        List<String> cookie = List.of(login.header("set-cookie").split("; "));
        assertThat(cookie.get(0)).isEqualTo("herald_session=" + access(login));
        assertThat(cookie)
                .contains("Max-Age=3600", "Path=/", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Secure")
                .noneMatch(attribute -> attribute.startsWith("Domain"));
    }

    @Test
    void theCookieIsSecureWhereThatIsConfigured() {
        try (TestServer secure = TestServer.start(Settings.cookies(CookieSecurity.SECURE))) {
            secure.addAccount("s@example.com");
            Response login = login(secure, LOGIN, "s@example.com", TestServer.PASSWORD);
            assertThat(login.header("set-cookie").split("; ")).contains("Secure", "HttpOnly", "SameSite=Lax");
        }
    }

    @Test
    void anUnknownAddressIsAnsweredExactlyLikeAWrongPassword() {
        account("wrong");
        Response wrong = login(LOGIN, "wrong@example.com", "not the password");
        Response unknown = login(LOGIN, "nobody@example.com", "not the password");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.header("content-type")).isEqualTo("application/problem+json");
        assertThat(wrong.body())
                .isEqualTo(Problem.of(401, "Unauthorized", "The email address or the password is wrong"));
        assertThat(wrong.headers()).doesNotContainKey("set-cookie");
        assertThat(unknown).isEqualTo(wrong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"email\":\"a@example.com\"}",
                "{\"email\":\"a@example.com\",\"password\":null}",
                "{\"email\":\"a@example.com\",\"password\":7}",
                "{\"email\":\"a@example.com\",\"password\":\"x\",\"admin\":true}",
                "{\"email\":\"a@example.com\",\"password\":\"x\",\"password\":\"y\"}",
                "{\"email\":\"a@example.com\",\"password\":\"x\"} and more"
            })
    void aMalformedLoginIs400(String body) {
        Response answer = RawClient.once(server, "POST", LOGIN, body);
        assertThat(answer.status()).isEqualTo(400);
        Problem.assertIn(answer);
    }

    @Test
    void tooManyWrongTriesAre429WithRetryAfterEvenForTheRightPassword() {
        try (TestServer strict = TestServer.start(Settings.logins(2, Duration.ofMinutes(10)))) {
            strict.addAccount("t@example.com");
            assertThat(login(strict, LOGIN, "t@example.com", "a wrong password").status())
                    .isEqualTo(401);
            assertThat(login(strict, LOGIN, "t@example.com", "another wrong one")
                            .status())
                    .isEqualTo(401);

            Response throttled = login(strict, LOGIN, "t@example.com", TestServer.PASSWORD);
            assertThat(throttled.status()).isEqualTo(429);
            Problem.assertIn(throttled);
            assertThat(Integer.parseInt(throttled.header("retry-after"))).isBetween(1, 600);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/auth/token/refresh/", "/api/v1/auth/token/refresh"})
    void refreshKeepsTheSessionAndItsStreams(String path) {
        account("refresh" + path.length());
        String token = access(login(LOGIN, "refresh" + path.length() + "@example.com", TestServer.PASSWORD));
        try (SseClient stream = server.stream(token)) {
            stream.nextComment();
            Response refreshed = RawClient.once(server, "POST", path, "", "Cookie: herald_session=" + token);

            assertThat(refreshed.status()).isEqualTo(200);
            String fresh = access(refreshed);
            assertThat(refreshed.header("set-cookie")).startsWith("herald_session=" + fresh + "; ");
            String userId = refreshed.body().replaceFirst(".*\"user_id\":\"([^\"]+)\".*", "$1");
            try (SseClient second = server.stream(fresh)) {
                second.nextComment();
                String id = server.publish(userId, "T", "1");
                assertThat(stream.next().lastEventId()).isEqualTo(id); // no FORCE_LOGOUT before it
                assertThat(second.next().lastEventId()).isEqualTo(id);
            }
        }
    }

    @Test
    void onlyTheTokenOfALoginCanBeRefreshed() {
        Response answer = RawClient.once(server, "POST", REFRESH, "", bearer(server.token("elsewhere")));
        assertThat(answer.status()).isEqualTo(401);
        Problem.assertIn(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/auth/logout/", "/api/v1/auth/logout"})
    void logoutEndsTheStreamsAndTheToken(String path) {
        String name = "logout" + path.length();
        account(name);
        String token = access(login(LOGIN, name + "@example.com", TestServer.PASSWORD));
        try (SseClient stream = server.stream(token)) {
            stream.nextComment();
            Response logout = RawClient.once(server, "POST", path, "", bearer(token));

            assertThat(logout.status()).isEqualTo(204);
            assertThat(logout.header("set-cookie").split("; "))
                    .contains("herald_session=", "Max-Age=0", "Path=/", "HttpOnly");
            assertThat(RawClient.once(server, "POST", REFRESH, "", bearer(token))
                            .status())
                    .isEqualTo(401);
            assertThat(stream.awaitEnd()).isTrue();
            assertThat(stream.unread()).isEmpty();
        }
        try (SseClient again = server.stream(token)) {
            assertThat(again.status()).isEqualTo(401);
        }
    }

    @Test
    void whoIsNotLoggedInCanNeitherLogOutNorRefresh() {
        for (String path : List.of(LOGOUT, REFRESH)) {
            Response answer = RawClient.once(server, "POST", path, "");
            assertThat(answer.status()).isEqualTo(401);
            Problem.assertIn(answer);
        }
    }

    @Test
    void aPageOfAForeignOriginCanNeitherLogInNorOut() {
        account("csrf");
        String token = access(login(LOGIN, "csrf@example.com", TestServer.PASSWORD));
        for (String origin : List.of("https://evil.example", "null")) {
            assertThat(RawClient.once(
                                    server, "POST", LOGOUT, "", "Cookie: herald_session=" + token, "Origin: " + origin)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(RawClient.once(
                                server,
                                "POST",
                                LOGOUT,
                                "",
                                "Cookie: herald_session=" + token,
                                "Origin: http://localhost")
                        .status())
                .isEqualTo(204);
    }

    private static String account(String name) {
        return server.addAccount(name + "@example.com");
    }

    private static Response login(String path, String email, String password) {
        return login(server, path, email, password);
    }

    private static Response login(TestServer at, String path, String email, String password) {
        return RawClient.once(at, "POST", path, "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    private static String access(Response response) {
        return response.body().replaceFirst(".*\"access\":\"([^\"]+)\".*", "$1");
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }
}
