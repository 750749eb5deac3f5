package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AlteredTest {
    record Point(int x, long y, String name) {}

    private final Altered<Point> point = Altered.from(new Point(1, 2, "a"));

    @Test
    void changesWhatIsNamedAndNothingElse() {
        assertThat(point.with(Point::x, 3).record()).isEqualTo(new Point(3, 2, "a"));
        assertThat(point.with(Point::name, "b").with(Point::y, 4L).record()).isEqualTo(new Point(1, 4, "b"));
        assertThat(point.record()).isEqualTo(new Point(1, 2, "a"));
    }

    @Test
    void refusesWhatIsNoAccessor() {
        assertThatThrownBy(() -> point.with(other -> other.x() + 1, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
