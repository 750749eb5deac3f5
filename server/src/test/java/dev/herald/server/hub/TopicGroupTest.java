package dev.herald.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicGroupTest {
    private final TopicGroup group = new TopicGroup();

    @Test
    void holdsEachOnceAndIsEmptyAgainWhenAllHaveLeft() {
        List<Subscriber> subscribers = new ArrayList<>();
        for (int count = 1; count <= 5; count++) {
            Subscriber next = new SilentSubscriber();
            subscribers.add(next);
            group.add(next);
            group.add(next);
            assertThat(group.members()).containsExactlyInAnyOrderElementsOf(subscribers);
        }
        while (!subscribers.isEmpty()) {
            assertThat(group.isEmpty()).isFalse();
            Subscriber leaving = subscribers.remove(subscribers.size() / 2);
            group.remove(leaving);
            group.remove(leaving);
            assertThat(group.members()).containsExactlyInAnyOrderElementsOf(subscribers);
        }
        assertThat(group.isEmpty()).isTrue();
    }

    @Test
    void isNotDisturbedByMembersThatLeaveWhileItIsGoneThrough() {
        for (int i = 0; i < 10; i++) {
            group.add(new SilentSubscriber());
        }
        int met = 0;
        for (Subscriber subscriber : group.members()) {
            group.remove(subscriber);
            met++;
        }
        assertThat(met).isEqualTo(10);
        assertThat(group.isEmpty()).isTrue();
    }
}
