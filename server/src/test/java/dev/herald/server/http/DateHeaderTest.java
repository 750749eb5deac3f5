package dev.herald.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DateHeaderTest {
    private final FakeClock clock = new FakeClock();
    private final DateHeader date = new DateHeader(clock);

    @Test
    void isWrittenOnceASecond() {
        CharSequence first = date.value();
        assertThat(first).hasToString("Thu, 01 Jan 2026 00:00:00 GMT"); // with two digits for the day
        clock.advance(Duration.ofMillis(999));
        assertThat(date.value()).isSameAs(first);
        clock.advance(Duration.ofMillis(1));
        assertThat(date.value()).hasToString("Thu, 01 Jan 2026 00:00:01 GMT");
    }

    @Test
    void followsAClockThatIsSetBack() {
        clock.advance(Duration.ofDays(1));
        date.value();
        clock.advance(Duration.ofDays(-1));
        assertThat(date.value()).hasToString("Thu, 01 Jan 2026 00:00:00 GMT");
    }
}
