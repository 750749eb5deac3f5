package dev.herald.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.protocol.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InterestTest {
    private final Interest interest = new Interest();

    @Test
    void countsHowOftenATopicIsThere() {
        Topic topic = Topic.named("news");
        assertThat(interest.mayHave(topic)).isFalse();
        interest.add(topic);
        interest.add(topic);
        interest.remove(topic);
        assertThat(interest.mayHave(topic)).isTrue();
        interest.remove(topic);
        assertThat(interest.mayHave(topic)).isFalse();
    }

    @Test
    void neverDeniesATopicThatIsThereHoweverManyShareItsPlace() {
        Random random = new Random(1);
        Map<Topic, Integer> there = new HashMap<>();
        for (int i = 0; i < 300_000; i++) {
            Topic topic = Topic.ofUser(String.valueOf(random.nextInt(100_000)));
            int count = there.getOrDefault(topic, 0);
            if (count > 0 && random.nextBoolean()) {
                interest.remove(topic);
                there.put(topic, count - 1);
            } else {
                interest.add(topic);
                there.put(topic, count + 1);
            }
        }
        there.forEach((topic, count) -> {
            if (count > 0) {
                assertThat(interest.mayHave(topic)).isTrue();
            }
        });
        there.forEach((topic, count) -> {
            for (int i = 0; i < count; i++) {
                interest.remove(topic);
            }
        });
        assertThat(there.keySet()).noneMatch(interest::mayHave);
    }
}
