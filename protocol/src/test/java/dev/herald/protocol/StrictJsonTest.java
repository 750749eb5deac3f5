package dev.herald.protocol;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    record Login(String email, String password) {
        Login {
            if (email.isEmpty()) {
                throw new IllegalArgumentException("email is empty");
            }
        }
    }

    record Settings(int number, boolean flag) {}

    @Test
    void readsRecord() {
        assertThat(read("{\"password\": \"p\\u00e9\", \"email\": \"a@b\"} \n"))
                .isEqualTo(new Parsed.Valid<>(new Login("a@b", "p\u00e9")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"email\":\"a\",\"password\":\"hunter2\",\"x\":1} | unknown field \"x\"",
                "{\"email\":\"a\"} | field \"password\" is missing or has the wrong type",
                "{\"email\":\"a\",\"password\":null} | field \"password\" is missing or has the wrong type",
                "{\"email\":\"a\",\"password\":5} | field \"password\" is missing or has the wrong type",
                "{\"email\":\"a\",\"password\":1.5} | field \"password\" is missing or has the wrong type",
                "{\"email\":\"a\",\"password\":true} | field \"password\" is missing or has the wrong type",
                "{\"email\":\"a\",\"password\":[\"hunter2\"]} | field \"password\" is missing or has the wrong type",
                "{\"email\":\"a\",\"password\":{}} | field \"password\" is missing or has the wrong type",
                "{\"email\":\"\",\"password\":\"hunter2\"} | email is empty",
                "[] | the body is missing or has the wrong type",
                "\"hunter2\" | the body is missing or has the wrong type",
                "7 | the body is missing or has the wrong type",
                "`` | the body is missing or has the wrong type",
                "null | null is not allowed",
            })
    void namesTheFaultWithoutTheValue(String json, String fault) {
        assertThat(read(json)).isEqualTo(new Parsed.Invalid<>(fault));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email\":\"a\",\"email\":\"b\",\"password\":\"p\"}",
                "{\"email\":\"a\",\"password\":\"p\"} x",
                "{\"email\":\"a\",\"password\":\"p\"}{}",
                "{\"email\":\"a\",\"password\":\"p\",}",
                "{'email':\"a\",\"password\":\"p\"}",
                "{email:\"a\",\"password\":\"p\"}",
                "{\"email\":\"a\",/* */\"password\":\"p\"}",
                "{\"email\":\"a\",\"password\":\"p",
                "{\"email\":\"a\",\"password\":\"p\n\"}",
                "\ufeff{\"email\":\"a\",\"password\":\"p\"}"
            })
    void refusesWhatIsNotStrictJson(String json) {
        assertThat(read(json)).isInstanceOf(Parsed.Invalid.class);
    }

    @Test
    void convertsNothing() {
        assertThat(settings("{\"number\":1,\"flag\":true}")).isEqualTo(new Parsed.Valid<>(new Settings(1, true)));
        for (String json : new String[] {
            "{\"number\":\"1\",\"flag\":true}",
            "{\"number\":1.0,\"flag\":true}",
            "{\"number\":null,\"flag\":true}",
            "{\"number\":\"\",\"flag\":true}",
            "{\"number\":99999999999,\"flag\":true}",
            "{\"number\":1,\"flag\":1}",
            "{\"number\":1,\"flag\":\"true\"}",
            "{\"flag\":true}"
        }) {
            assertThat(settings(json)).as(json).isInstanceOf(Parsed.Invalid.class);
        }
    }

    @Test
    void takesBytesOnlyAsUtf8() throws IOException {
        byte[] utf8 = "{\"email\":\"a\",\"password\":\"\u20ac\"}".getBytes(UTF_8);
        assertThat(StrictJson.mapper().readValue(utf8, Login.class)).isEqualTo(new Login("a", "\u20ac"));
        byte[] overLong = "{\"email\":\"a\",\"password\":\"??\"}".getBytes(UTF_8);
        overLong[25] = (byte) 0xC0;
        overLong[26] = (byte) 0x80;
        assertThat(StrictJson.read(overLong, Login.class)).isEqualTo(new Parsed.Invalid<>("not UTF-8 at byte 25"));
        byte[] utf16 = "{\"email\":\"a\",\"password\":\"p\"}".getBytes(UTF_16BE);
        assertThat(StrictJson.read(utf16, Login.class)).isInstanceOf(Parsed.Invalid.class);
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> StrictJson.mapper().readValue(utf16, Login.class));
    }

    @Test
    void boundsStrings() {
        String longest = "x".repeat(Limits.JSON_STRING_CHARS_MAX);
        assertThat(read("{\"email\":\"a\",\"password\":\"" + longest + "\"}")).isInstanceOf(Parsed.Valid.class);
        assertThat(read("{\"email\":\"a\",\"password\":\"" + longest + "x\"}")).isInstanceOf(Parsed.Invalid.class);
        assertThat(read("{\"" + longest + "x\":1}")).isInstanceOf(Parsed.Invalid.class);
    }

    @Test
    void boundsNesting() throws JsonProcessingException {
        assertThat(StrictJson.mapper().readTree("[".repeat(64) + "]".repeat(64)))
                .isNotNull();
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> StrictJson.mapper().readTree("[".repeat(65) + "]".repeat(65)))
                .satisfies(e -> assertThat(JsonFault.of(e))
                        .isEqualTo("cannot read the JSON: "
                                + "\"Document nesting depth (65) exceeds the maximum allowed (64)\""));
    }

    @Test
    void keepsTreesStrictToo() {
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> StrictJson.mapper().readValue("{\"a\":{\"b\":1,\"b\":2}}", JsonNode.class));
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> StrictJson.mapper().readValue("{} {}", JsonNode.class));
    }

    private static Parsed<Login> read(String json) {
        return StrictJson.read(json.getBytes(UTF_8), Login.class);
    }

    private static Parsed<Settings> settings(String json) {
        return StrictJson.read(json.getBytes(UTF_8), Settings.class);
    }
}
