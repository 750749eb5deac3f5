package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {
    private static Principal with(String... topics) {
        return new Principal("42", "j", TestClock.START, Set.of("publish"), List.of(topics));
    }

    @Test
    void opensExactlyTheTopicsNamed() {
        Principal principal = with("news", "a*b");
        assertThat(principal.mayOpen("news")).isTrue();
        assertThat(principal.mayOpen("news2")).isFalse();
        assertThat(principal.mayOpen("new")).isFalse();
        assertThat(principal.mayOpen("News")).isFalse();
        assertThat(principal.mayOpen("a*b")).isTrue();
        assertThat(principal.mayOpen("axb")).isFalse();
    }

    @Test
    void aTrailingStarMatchesAnyRest() {
        Principal principal = with("team.*");
        assertThat(principal.mayOpen("team.")).isTrue();
        assertThat(principal.mayOpen("team.red.one")).isTrue();
        assertThat(principal.mayOpen("team")).isFalse();
        assertThat(principal.mayOpen("my.team.red")).isFalse();
        assertThat(with("*").mayOpen("anything")).isTrue();
        assertThat(with("a**").mayOpen("a*")).isTrue();
        assertThat(with("a**").mayOpen("ab")).isFalse();
    }

    @Test
    void opensNothingWithoutTopics() {
        assertThat(with().mayOpen("news")).isFalse();
    }

    @Test
    void hasTheScopesOfItsToken() {
        assertThat(with().hasScope("publish")).isTrue();
        assertThat(with().hasScope("admin")).isFalse();
    }
}
