package dev.herald.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void quotesPlainTextAsItIs() {
        assertThat(Text.quoted("")).isEqualTo("\"\"");
        assertThat(Text.quoted("caf\u00e9 \ud83d\ude00 42")).isEqualTo("\"caf\u00e9 \ud83d\ude00 42\"");
    }

    @Test
    void escapesWhatWouldForgeOrHide() {
        assertThat(Text.quoted("a\r\nERROR forged")).isEqualTo("\"a\\u000d\\u000aERROR forged\"");
        assertThat(Text.quoted("\0\u001b[2J\u009b\u007f")).isEqualTo("\"\\u0000\\u001b[2J\\u009b\\u007f\"");
        assertThat(Text.quoted("\u2028\u2029\u202e\ufeff\u200b")).isEqualTo("\"\\u2028\\u2029\\u202e\\ufeff\\u200b\"");
        assertThat(Text.quoted("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
        assertThat(Text.quoted("x\ud83d")).isEqualTo("\"x\\ud83d\"");
        assertThat(Text.quoted("\ude00x")).isEqualTo("\"\\ude00x\"");
        // A tag character: invisible, and beyond the basic plane.
        assertThat(Text.quoted("\udb40\udc41")).isEqualTo("\"\\udb40\\udc41\"");
    }

    @Test
    void cutsAtHundredCharacters() {
        assertThat(Text.quoted("a".repeat(99))).isEqualTo('"' + "a".repeat(99) + '"');
        assertThat(Text.quoted("a".repeat(100))).isEqualTo('"' + "a".repeat(100) + '"');
        assertThat(Text.quoted("a".repeat(101))).isEqualTo('"' + "a".repeat(100) + "...\"");
    }

    @Test
    void neverCutsPairInTwo() {
        assertThat(Text.quoted("a".repeat(99) + "\ud83d\ude00")).isEqualTo('"' + "a".repeat(99) + "...\"");
        assertThat(Text.quoted("a".repeat(98) + "\ud83d\ude00")).isEqualTo('"' + "a".repeat(98) + "\ud83d\ude00\"");
    }
}
