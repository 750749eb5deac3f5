package dev.herald.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;

/** The step by which a virtual user's backend publishes to it. Immutable. */
record Publisher(String token) {
    /** The id of the event that was published last. */
    static final String ID = "id";

    private static final String NUMBER = "number";

    /** Publishes the user's next event; from then on it is what its stream must carry. */
    ChainBuilder publish() {
        return exec(session -> Expected.from(session.set(NUMBER, number(session) + 1)))
                .exec(http("Publish")
                        .post("/api/v1/events/")
                        .header("Authorization", "Bearer " + token)
                        .body(StringBody("{\"user\":\"#{user}\",\"type\":\"GATLING\",\"data\":{\"number\":#{number}}}"))
                        .check(status().is(200), jsonPath("$.id").saveAs(ID)))
                .exec(exitHereIfFailed())
                .exec(session -> Expected.message(session, carried(session)));
    }

    private static int number(Session session) {
        return session.contains(NUMBER) ? session.getInt(NUMBER) : 0;
    }

    private static String carried(Session session) {
        return "{\"event\":\"message\",\"id\":\"" + session.getString(ID)
                + "\",\"data\":{\"type\":\"GATLING\",\"data\":{\"number\":" + number(session) + "}}}";
    }
}
