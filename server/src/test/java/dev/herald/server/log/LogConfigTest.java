package dev.herald.server.log;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A log that could keep nothing is refused, rather than that it loses everything. */
class LogConfigTest {
    static Stream<ThrowingCallable> bounds() {
        LogBounds wide = LogBounds.wide();
        return Stream.of(
                () -> wide.keepingFor(Duration.ZERO).config(LogKind.MEMORY),
                () -> wide.perTopic(0, 1).config(LogKind.MEMORY),
                () -> wide.perTopic(1, 0).config(LogKind.MEMORY),
                () -> wide.inAll(0, 1).config(LogKind.MEMORY),
                () -> wide.inAll(1, 0).config(LogKind.MEMORY),
                () -> wide.queueing(0).config(LogKind.MEMORY),
                () -> wide.rememberingKeys(Duration.ofSeconds(-1), 1).config(LogKind.MEMORY),
                () -> wide.rememberingKeys(Duration.ofSeconds(1), 0).config(LogKind.MEMORY));
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void allIsPositive(ThrowingCallable config) {
        assertThatThrownBy(config).rootCause().hasMessageContaining("must be positive, not ");
    }
}
