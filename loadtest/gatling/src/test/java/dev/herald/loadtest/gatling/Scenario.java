package dev.herald.loadtest.gatling;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.PopulationBuilder;
import java.util.List;

/** One kind of client: who they are, what they do, and what must have come of it. Immutable. */
interface Scenario {
    PopulationBuilder population();

    /** Beside the one that holds for every scenario: no request has failed. */
    List<Assertion> assertions();
}
