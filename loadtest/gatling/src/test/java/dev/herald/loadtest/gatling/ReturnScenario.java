package dev.herald.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import java.util.List;
import java.util.stream.Stream;

/** Users who go away, are sent events meanwhile, and come back with a Last-Event-ID. Immutable. */
record ReturnScenario(Settings settings, Tokens tokens, Publisher publisher) implements Scenario {
    private static final int MISSED_EVENTS = 5;
    private static final String MISSED = "missed";
    private static final String LAST_EVENT_ID = "lastEventId";

    @Override
    public PopulationBuilder population() {
        StreamSteps stream = new StreamSteps("stream");
        return scenario("Come back")
                .feed(tokens.users())
                .exec(stream.open("#{token}"))
                .exec(publisher.publish(), stream.receive("Event before leaving"))
                .exec(session -> session.set(LAST_EVENT_ID, session.getString(Publisher.ID)))
                .exec(stream.close())
                .exec(session -> session.set(MISSED, List.of()))
                .exec(repeat(MISSED_EVENTS).on(publishUnseen()))
                .exec(stream.comeBack("#{token}", "#{lastEventId}", MISSED_EVENTS, ReturnScenario::missed))
                // It must be the next: a missed event that came twice, or one too many, would be before it.
                .exec(publisher.publish(), stream.receive("Event after coming back"))
                .exec(stream.close())
                .injectOpen(rampUsers(settings.returning()).during(settings.ramp()));
    }

    @Override
    public List<Assertion> assertions() {
        long returned = settings.returning();
        return List.of(
                details("Missed event").successfulRequests().count().is(returned * MISSED_EVENTS),
                details("Event after coming back").successfulRequests().count().is(returned));
    }

    private ChainBuilder publishUnseen() {
        return exec(publisher.publish())
                .exec(session -> session.set(
                        MISSED,
                        Stream.concat(missed(session).stream(), Stream.of(Expected.message(session)))
                                .toList()));
    }

    private static List<String> missed(Session session) {
        return session.getList(MISSED);
    }
}
