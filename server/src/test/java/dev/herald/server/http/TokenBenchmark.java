package dev.herald.server.http;

import dev.herald.auth.TokenCheck;
import dev.herald.auth.TokenConfig;
import dev.herald.auth.TokenIssuer;
import dev.herald.auth.TokenVerifier;
import dev.herald.server.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Verifying an access token (HS256): for the first time, as each stream does, and again, as a publisher does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenBenchmark {
    private String token;
    private TokenVerifier verifier;
    private RecentTokens recent;

    @Setup
    public void prepare() {
        Clock clock = Clock.systemUTC();
        TokenConfig config = TokenConfig.ofSecret(TestServer.SECRET);
        token = new TokenIssuer(config, clock)
                .issue(
                        "user-42",
                        "0123456789abcdef0123456789abcdef",
                        Set.of("publish"),
                        List.of(),
                        Duration.ofHours(1));
        verifier = new TokenVerifier(config, clock);
        recent = new RecentTokens(verifier::verify, clock);
        if (!(recent.verify(token) instanceof TokenCheck.Accepted)) {
            throw new IllegalStateException("the token is not accepted");
        }
    }

    @Benchmark
    public TokenCheck verify() {
        return verifier.verify(token);
    }

    @Benchmark
    public TokenCheck verifyRecent() {
        return recent.verify(token);
    }
}
