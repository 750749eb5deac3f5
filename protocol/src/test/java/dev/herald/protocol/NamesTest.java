package dev.herald.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "42", "room/7?x=\"y\"", "\u00e9", "\u20ac", "\ud83d\ude00", "*", "a\u2028b"})
    void takesAnyTextWithoutControls(String name) {
        assertThat(Names.fault("topic", name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r", "\0", "\t", "\u001b[31m", "\u007f", "\u0085", "\u009b"})
    void refusesControls(String name) {
        assertThat(Names.fault("topic", name))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .startsWith("topic \"")
                        .endsWith("has a control character")
                        .matches("[ -~]*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83d", "\ud83da", "\ude00\ud83d"})
    void refusesUnpairedSurrogates(String name) {
        assertThat(Names.fault("user id", name))
                .hasValueSatisfying(fault -> assertThat(fault).endsWith("has an unpaired surrogate"));
    }

    @Test
    void refusesNothingAtAll() {
        assertThat(Names.fault("type", "")).contains("type is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9", "\u20ac", "\ud83d\ude00"})
    void countsBytesOfUtf8(String character) {
        int size = Utf8.length(character);
        String longest = character.repeat(256 / size) + "a".repeat(256 % size);

        assertThat(Names.fault("type", longest.substring(character.length()))).isEmpty();
        assertThat(Names.fault("type", longest)).isEmpty();
        assertThat(Names.fault("type", longest + "b"))
                .hasValueSatisfying(fault -> assertThat(fault).endsWith("has 257 bytes, at most 256 are allowed"));
    }
}
