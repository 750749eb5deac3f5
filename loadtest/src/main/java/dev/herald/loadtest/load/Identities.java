package dev.herald.loadtest.load;

import dev.herald.loadtest.wire.TokenSigner;
import dev.herald.loadtest.wire.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who the tool is on each connection: names and tokens. Immutable. */
final class Identities {
    private static final Duration SPARE = Duration.ofHours(1);

    private final Plan plan;
    private final @Nullable TokenSigner signer;
    private final String publisherToken;

    Identities(Plan plan, Run run) {
        this.plan = plan;
        Duration ttl = plan.openingMax()
                .plusSeconds(plan.streams().count() / plan.streams().rampPerSecond())
                .plus(plan.warmup())
                .plus(plan.duration())
                .plus(plan.drain())
                .plus(SPARE);
        String jtiPrefix = "lt" + Integer.toHexString(run.id()) + "-";
        this.signer = plan.secret()
                .map(secret -> new TokenSigner(secret, jtiPrefix, Instant.now(), ttl))
                .orElse(null);
        this.publisherToken = signer == null ? "" : signer.publisher();
    }

    Values subscriber(int stream) {
        String user = plan.userOf(stream);
        String topic = plan.nameOf(plan.targetOf(stream));
        List<String> topics = plan.publishing().target() == TargetKind.TOPIC ? List.of(topic) : List.of();
        return Values.of(user, topic, signer == null ? "" : signer.subscriber(user, topics));
    }

    Values publisher(int target, byte[] payload) {
        String name = plan.nameOf(target);
        return Values.of(name, name, publisherToken).withPayload(payload);
    }
}
