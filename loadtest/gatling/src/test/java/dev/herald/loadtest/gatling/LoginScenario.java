package dev.herald.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import java.util.List;
import java.util.Map;

/** People who log in with a password, and then once more on another device, which ends the first. Immutable. */
record LoginScenario(Settings settings, List<Map<String, Object>> accounts, Publisher publisher) implements Scenario {
    private static final String FORCE_LOGOUT = "{\"event\":\"message\",\"data\":{\"type\":\"FORCE_LOGOUT\","
            + "\"data\":{\"message\":\"You have been logged out: your account logged in on another device\"}}}";

    @Override
    public PopulationBuilder population() {
        StreamSteps first = new StreamSteps("first");
        StreamSteps second = new StreamSteps("second");
        return scenario("Log in twice")
                .feed(listFeeder(accounts).queue())
                .exec(logIn("firstToken"), first.open("#{firstToken}"))
                .exec(publisher.publish(), first.receive("Event after the first login"))
                .exec(session -> Expected.message(Expected.from(session), FORCE_LOGOUT))
                .exec(logIn("secondToken"), first.receive("Forced out"), first.close())
                .exec(http("Come back with the old token")
                        .get(StreamSteps.PATH)
                        .header("Authorization", "Bearer #{firstToken}")
                        .check(status().is(401), substring("Session superseded")))
                .exec(second.open("#{secondToken}"))
                .exec(publisher.publish(), second.receive("Event after the second login"))
                .exec(second.close())
                .injectOpen(rampUsers(accounts.size()).during(settings.ramp()));
    }

    @Override
    public List<Assertion> assertions() {
        long people = accounts.size();
        return List.of(
                details("Forced out").successfulRequests().count().is(people),
                details("Event after the second login")
                        .successfulRequests()
                        .count()
                        .is(people));
    }

    private static ChainBuilder logIn(String token) {
        return exec(http("Log in")
                        .post("/api/v1/auth/login/")
                        .body(StringBody(
                                "{\"email\":#{email.jsonStringify()},\"password\":#{password.jsonStringify()}}"))
                        .check(
                                status().is(200),
                                jsonPath("$.access").saveAs(token),
                                jsonPath("$.user_id").saveAs("user")))
                .exec(exitHereIfFailed());
    }
}
