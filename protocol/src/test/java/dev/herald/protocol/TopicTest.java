package dev.herald.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    @Test
    void keepsUsersTopicsAndEveryoneApart() {
        assertThat(Topic.ofUser("42")).hasToString("u:42").isEqualTo(new Topic("u:42"));
        assertThat(Topic.named("42")).hasToString("t:42").isNotEqualTo(Topic.ofUser("42"));
        assertThat(Topic.named("*")).hasToString("t:*").isNotEqualTo(Topic.BROADCAST);
        assertThat(Topic.ofUser("*")).isNotEqualTo(Topic.BROADCAST);
        assertThat(Topic.ofUser("t:news")).hasToString("u:t:news").isNotEqualTo(Topic.named("news"));
        assertThat(Topic.BROADCAST).hasToString("*").isEqualTo(new Topic("*"));
    }

    @Test
    void knowsTheNameThatItWasMadeOf() {
        for (String name : new String[] {"42", "*", "u:42", ":", "t:news"}) {
            assertThat(Topic.ofUser(name).name()).isEqualTo(name);
            assertThat(Topic.named(name).name()).isEqualTo(name);
        }
        assertThat(Topic.BROADCAST.name()).isEqualTo("*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "42", "u", "u:", "t:", "**", "*x", "U:42", "x:42", " u:42", "u:a\nb", "t:\0", "t:\ud83d"})
    void refusesWhatIsNoKey(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Topic(key));
    }

    @Test
    void namesTheFault() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topic.ofUser("4\n2"))
                .withMessage("user id \"4\\u000a2\" has a control character");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topic.named("x".repeat(257)))
                .withMessageStartingWith("topic \"xxx")
                .withMessageEndingWith("has 257 bytes, at most 256 are allowed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Topic("news"))
                .withMessage("not a topic key: \"news\"");
    }
}
