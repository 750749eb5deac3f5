package dev.herald.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.sse;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.SseMessageCheck;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a virtual user does with one of its streams. An event can come before the answer to its publish, and a check that
 * is set after it would never see it; so live events are taken from Gatling's buffer of unmatched messages. Immutable.
 *
 * @param name tells the streams of one user apart
 */
record StreamSteps(String name) {
    static final String PATH = "/api/v1/auth/sse/notifications/";
    /** Messages that Gatling keeps for a stream until {@link #receive} takes them. */
    static final int BUFFER = 100;

    private static final Logger LOG = LoggerFactory.getLogger(StreamSteps.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LOOK_MILLIS_MIN = 5;
    private static final int LOOK_MILLIS_MAX = 250;
    private static final String INBOX = "inbox";
    private static final String UNTIL = "until";

    /** Opens it and waits for the position that a fresh stream begins with. */
    ChainBuilder open(String token) {
        SseMessageCheck position =
                sse.checkMessage("First position").check(jsonPath("$.id").exists());
        return exec(sse("Open a stream")
                        .sseName(name)
                        .get(PATH)
                        .header("Authorization", "Bearer " + token)
                        .await(PATIENCE)
                        .on(position))
                .exec(exitHereIfFailed());
    }

    /** Comes back after the event with the id {@code lastEventId}: first of all it must carry these, in this order. */
    ChainBuilder comeBack(String token, String lastEventId, int missed, Function<Session, List<String>> messages) {
        List<SseMessageCheck> checks = IntStream.range(0, missed)
                .mapToObj(n -> sse.checkMessage("Missed event")
                        .check(bodyString()
                                .is(session -> messages.apply(session).get(n))
                                .name("The missed event that is due")))
                .toList();
        return exec(sse("Come back")
                        .sseName(name)
                        .get(PATH)
                        .header("Authorization", "Bearer " + token)
                        .header("Last-Event-ID", lastEventId)
                        .await(PATIENCE)
                        .on(checks))
                .exec(exitHereIfFailed());
    }

    /**
     * Waits until it has carried something, which must be what is {@link Expected}, once, and nothing else. In the report
     * it is a request with this name that took from the cause of the message to its arrival.
     */
    ChainBuilder receive(String request) {
        return exec(session ->
                        session.set(INBOX, Inbox.EMPTY).set(UNTIL, System.currentTimeMillis() + PATIENCE.toMillis()))
                .exec(look())
                .exec(asLongAs(StreamSteps::waits).on(pause(StreamSteps::untilNextLook), look()))
                .exec(dummy(request, StreamSteps::millis).withSuccess(this::carriedWhatIsExpected))
                .exec(exitHereIfFailed());
    }

    /** Closes it, after a last look: it must have carried nothing more. */
    ChainBuilder close() {
        return exec(session -> session.set(INBOX, Inbox.EMPTY))
                .exec(look())
                .exec(doIf(session -> !inbox(session).isEmpty())
                        .then(dummy("Message that nobody expected", 1).withSuccess(false)))
                .exec(sse("Close").sseName(name).close());
    }

    private ActionBuilder look() {
        return sse.processUnmatchedMessages(
                name, (arrived, session) -> session.set(INBOX, inbox(session).with(arrived)));
    }

    private static Inbox inbox(Session session) {
        return session.<Inbox>get(INBOX);
    }

    private static boolean waits(Session session) {
        return inbox(session).isEmpty() && System.currentTimeMillis() < session.getLong(UNTIL);
    }

    /** Ever longer: a thousand users who look every few milliseconds would slow down what they wait for. */
    private static Duration untilNextLook(Session session) {
        int waited = Expected.elapsed(session, System.currentTimeMillis());
        return Duration.ofMillis(Math.min(Math.max(waited / 2, LOOK_MILLIS_MIN), LOOK_MILLIS_MAX));
    }

    private static int millis(Session session) {
        Inbox inbox = inbox(session);
        return Expected.elapsed(session, inbox.isEmpty() ? System.currentTimeMillis() : inbox.lastMillis());
    }

    private boolean carriedWhatIsExpected(Session session) {
        boolean exactly = inbox(session).isExactly(Expected.message(session));
        if (!exactly) {
            LOG.warn(
                    "stream={} user={} expected={} carried={}",
                    name,
                    session.getString("user"),
                    Expected.message(session),
                    inbox(session).messages());
        }
        return exactly;
    }
}
