package dev.herald.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.loadtest.wire.Requests;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8_000);
    private static final InetSocketAddress PROXY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_000);

    @Test
    void streamsAndPublishersAndWhatIsSparedHaveToFit() {
        long needed = 1_000 + 4 + Descriptors.SPARE;
        assertThat(Descriptors.shortage(plan(SERVER), needed)).isEmpty();
        assertThat(Descriptors.shortage(plan(SERVER), needed - 1))
                .contains("1,000 streams and 4 publishers need 1,104 open files, and this process may have 1,103: "
                        + "allow more (ulimit -Hn), or spread the streams over several runs");
    }

    @Test
    void aStreamThroughTheProxyIsThree() {
        long needed = 3_000 + 4 + Descriptors.SPARE;
        assertThat(Descriptors.shortage(plan(PROXY), needed)).isEmpty();
        assertThat(Descriptors.shortage(plan(PROXY), needed - 1).orElse(""))
                .startsWith("1,000 streams through the proxy and 4 publishers need 3,104 open files");
    }

    private static Plan plan(InetSocketAddress subscribeAt) {
        return new Plan(
                subscribeAt,
                SERVER,
                new Requests("localhost", "/", "/", List.of(), "text/plain", "{payload}"),
                Optional.empty(),
                "user-",
                new Plan.Streams(1_000, 1_000, 1, 1_000, 1, List.of(), 0, 0, Optional.empty()),
                new Plan.Publishing(TargetKind.USER, 100, 64, 4, 1, 64),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
    }
}
