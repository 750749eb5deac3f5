package dev.herald.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewEventTest {
    private static final List<Topic> EVERYONE = List.of(Topic.BROADCAST);

    @Test
    void takesOneToThousandTopics() {
        assertThat(new NewEvent(users(1), "message", "{}").topics()).hasSize(1);
        assertThat(new NewEvent(users(1_000), "message", "{}").topics()).hasSize(1_000);
        assertThatIllegalArgumentException().isThrownBy(() -> new NewEvent(users(0), "message", "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> new NewEvent(users(1_001), "message", "{}"));
    }

    @Test
    void refusesTopicTwice() {
        List<Topic> twice = List.of(Topic.ofUser("1"), Topic.ofUser("2"), Topic.ofUser("1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new NewEvent(twice, "message", "{}"));
    }

    @Test
    void copiesItsTopics() {
        List<Topic> topics = new ArrayList<>(EVERYONE);
        NewEvent event = new NewEvent(topics, "message", "{}");
        topics.clear();
        assertThat(event.topics()).containsExactly(Topic.BROADCAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\rb", "\0"})
    void refusesNameThatIsNone(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new NewEvent(EVERYONE, name, "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\n}", "{}\r"})
    void refusesDataThatIsNotOneLine(String data) {
        assertThatIllegalArgumentException().isThrownBy(() -> new NewEvent(EVERYONE, "message", data));
    }

    private static List<Topic> users(int count) {
        return IntStream.range(0, count).mapToObj(i -> Topic.ofUser("" + i)).toList();
    }
}
