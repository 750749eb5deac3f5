package dev.herald.loadtest.gatling;

import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every kind of client at once, against a running server or one that is started for it. The run fails if a single
 * request does: a message that did not come, came twice or in the wrong place is one. Used by Gatling's thread.
 */
public final class HeraldSimulation extends Simulation {
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Settings settings = Settings.of(System.getProperties());
    private final Target target = settings.target(System.getProperties());

    public HeraldSimulation() {
        List<Scenario> scenarios = scenarios();
        System.out.println("Herald at " + target.url() + ": " + settings);
        setUp(scenarios.stream().map(Scenario::population).toList())
                .protocols(protocol())
                .assertions(assertions(scenarios))
                .maxDuration(settings.ramp().plus(settings.duration()).plus(GRACE));
    }

    private List<Scenario> scenarios() {
        Tokens tokens = new Tokens(target.tokenSecret());
        Publisher publisher = new Publisher(tokens.publisher());
        List<Scenario> scenarios = new ArrayList<>();
        if (settings.users() > 0) {
            scenarios.add(new OnlineScenario(settings, tokens, publisher));
        }
        if (settings.returning() > 0) {
            scenarios.add(new ReturnScenario(settings, tokens, publisher));
        }
        if (!target.accounts().isEmpty()) {
            scenarios.add(new LoginScenario(settings, target.accounts(), publisher));
        }
        return scenarios;
    }

    /** Connections are shared, as a backend's are; a stream has one of its own all the same. */
    private HttpProtocolBuilder protocol() {
        return http.baseUrl(target.url().toString())
                .disableWarmUp()
                .shareConnections()
                .contentTypeHeader("application/json")
                .sseUnmatchedInboundMessageBufferSize(StreamSteps.BUFFER);
    }

    private static List<Assertion> assertions(List<Scenario> scenarios) {
        return Stream.concat(
                        Stream.of(global().failedRequests().count().is(0L)),
                        scenarios.stream().flatMap(scenario -> scenario.assertions().stream()))
                .toList();
    }
}
