package dev.herald.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParsedTest {
    @Test
    void continuesWithTheFunctionThatFits() {
        assertThat(three(new Parsed.Valid<>(42))).isEqualTo("valid 42");
        assertThat(three(new Parsed.Invalid<>("bad"))).isEqualTo("invalid bad");
        assertThat(three(new Parsed.TooLong<>("long"))).isEqualTo("too long: long");
    }

    @Test
    void treatsBothFaultsAlikeWhereAsked() {
        assertThat(two(new Parsed.Valid<>(42))).isEqualTo("valid 42");
        assertThat(two(new Parsed.Invalid<>("bad"))).isEqualTo("fault bad");
        assertThat(two(new Parsed.TooLong<>("long"))).isEqualTo("fault long");
    }

    private static String three(Parsed<Integer> parsed) {
        return parsed.fold(value -> "valid " + value, fault -> "invalid " + fault, fault -> "too long: " + fault);
    }

    private static String two(Parsed<Integer> parsed) {
        return parsed.fold(value -> "valid " + value, fault -> "fault " + fault);
    }
}
