package dev.herald.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import java.util.List;

/** Users who keep a stream open and are sent an event now and then. Immutable. */
record OnlineScenario(Settings settings, Tokens tokens, Publisher publisher) implements Scenario {
    private static final String DELIVERED = "Event delivered";

    @Override
    public PopulationBuilder population() {
        StreamSteps stream = new StreamSteps("stream");
        return scenario("Stay online")
                .feed(tokens.users())
                .exec(stream.open("#{token}"))
                // The last round is finished as well: its event is on its way.
                .exec(during(settings.duration(), false)
                        .on(pace(settings.interval()), publisher.publish(), stream.receive(DELIVERED)))
                .exec(stream.close())
                .injectOpen(rampUsers(settings.users()).during(settings.ramp()));
    }

    @Override
    public List<Assertion> assertions() {
        return List.of(
                details(DELIVERED).successfulRequests().count().gte((long) settings.users()),
                details(DELIVERED).responseTime().percentile(99).lte((int)
                        settings.p99().toMillis()));
    }
}
