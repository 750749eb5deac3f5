package dev.herald.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishReaderTest {
    private final PublishReader reader = new PublishReader(10_000);

    // Whom it is for.

    @Test
    void readsUser() {
        assertThat(read("{\"user\":\"42\",\"type\":\"GREETING\",\"data\":{\"text\":\"hello\"}}"))
                .isEqualTo(new Parsed.Valid<>(new NewEvent(
                        List.of(Topic.ofUser("42")),
                        "message",
                        "{\"type\":\"GREETING\",\"data\":{\"text\":\"hello\"}}")));
    }

    @Test
    void readsTopicAndBroadcast() {
        assertThat(valid("{\"topic\":\"news\",\"type\":\"T\"}").topics()).containsExactly(Topic.named("news"));
        assertThat(valid("{\"broadcast\":true,\"type\":\"T\"}").topics()).containsExactly(Topic.BROADCAST);
    }

    @Test
    void readsUsersInTheirOrderEachOnce() {
        assertThat(valid("{\"users\":[\"b\",\"a\",\"b\",\"c\",\"a\"],\"type\":\"T\"}")
                        .topics())
                .containsExactly(Topic.ofUser("b"), Topic.ofUser("a"), Topic.ofUser("c"));
    }

    @Test
    void boundsUsers() {
        assertThat(valid(users(1)).topics()).hasSize(1);
        assertThat(valid(users(999)).topics()).hasSize(999);
        assertThat(valid(users(1_000)).topics()).hasSize(1_000);
        assertThat(valid(users(1_000).replace("\"0\",", "\"0\",\"0\",\"0\",")).topics())
                .hasSize(1_000);
        assertThat(fault(users(1_001)))
                .isEqualTo("\"users\" has more than 1000 different users, at most 1000 are allowed");
        assertThat(fault(users(0))).isEqualTo("\"users\" is empty, at least 1 user is wanted");
    }

    // Its data.

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "\"\"",
                "[]",
                "{}",
                "0",
                "-0",
                "1.0",
                "1.50",
                "1e400",
                "1E+2",
                "-1e-400",
                "0.1e1",
                "123456789012345678901234567890",
                "3.14159265358979323846264338327950288",
                "{\"z\":1,\"a\":[1,[2,{\"b\":null}]],\"m\":\"x\"}",
                "\"caf\u00e9 \u20ac \ud83d\ude00 \u2028\"",
                "\"\\\"\\\\\\n\\r\\t\\b\\f\\u0000\"",
                "{\"\":{\"\":\"\"}}",
                "[[],{},[{}]]"
            })
    void keepsCompactDataAsItIs(String data) {
        assertThat(valid("{\"user\":\"1\",\"type\":\"T\",\"data\":" + data + "}")
                        .data())
                .isEqualTo("{\"type\":\"T\",\"data\":" + data + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                " [ 1 , 2 ] | [1,2]",
                "{ \"a\" :\t{ } } | {\"a\":{}}",
                "`{\r\n\"a\":\n1\r}` | {\"a\":1}",
                "\"\\u0041\\/\\u000a\" | \"A/\\n\"",
                "\"\\ud83d\\ude00\" | \"\ud83d\ude00\"",
                "{\"\\u0061\":1} | {\"a\":1}",
            })
    void makesDataCompact(String data, String compact) {
        assertThat(valid("{\"user\":\"1\",\"type\":\"T\",\"data\":" + data + "}")
                        .data())
                .isEqualTo("{\"type\":\"T\",\"data\":" + compact + "}");
    }

    @Test
    void takesAbsentDataAsNull() {
        assertThat(valid("{\"user\":\"1\",\"type\":\"T\"}").data()).isEqualTo("{\"type\":\"T\",\"data\":null}");
    }

    @Test
    void takesFieldsInAnyOrder() {
        NewEvent event = valid(" {\"data\":[1],\"event\":\"e\",\"type\":\"T\",\"user\":\"1\"} ");
        assertThat(event).isEqualTo(new NewEvent(List.of(Topic.ofUser("1")), "e", "{\"type\":\"T\",\"data\":[1]}"));
    }

    @Test
    void writesTypeAsJson() {
        assertThat(valid("{\"user\":\"1\",\"type\":\"a\\\"b\\\\\",\"data\":1}").data())
                .isEqualTo("{\"type\":\"a\\\"b\\\\\",\"data\":1}");
    }

    @Test
    void tellsTooLongFromInvalid() {
        int frame = "{\"type\":\"T\",\"data\":\"\"}".length();
        for (String character : new String[] {"a", "\u00e9", "\u20ac", "\ud83d\ude00"}) {
            int size = character.getBytes(UTF_8).length;
            int room = 1_200 - frame;
            String data = character.repeat(room / size) + "b".repeat(room % size);
            PublishReader bounded = new PublishReader(1_200);
            assertThat(bounded.read(publish(data.substring(character.length()))))
                    .isInstanceOf(Parsed.Valid.class);
            assertThat(bounded.read(publish(data))).isInstanceOf(Parsed.Valid.class);
            assertThat(bounded.read(publish(data + "c")))
                    .isEqualTo(new Parsed.TooLong<>("the event has 1201 bytes of JSON, at most 1200 are allowed"));
        }
    }

    @Test
    void countsTheResultNotTheBody() {
        assertThat(new PublishReader(27)
                        .read(("{\"user\":\"1\",\"type\":\"T\",\"data\": [1" + " ".repeat(500) + ", 2,3]}")
                                .getBytes(UTF_8)))
                .isInstanceOf(Parsed.Valid.class);
    }

    @Test
    void boundsNesting() {
        assertThat(valid(nested(62)).data()).contains("[[[");
        assertThat(valid(nested(63)).data()).contains("[[[");
        assertThat(fault(nested(64))).endsWith("\"Document nesting depth (65) exceeds the maximum allowed (64)\"");
        assertThat(fault(nested(4_000))).contains("nesting depth (65)");
    }

    @Test
    void boundsNumbers() {
        assertThat(valid("{\"user\":\"1\",\"type\":\"T\",\"data\":" + "9".repeat(1_000) + "}")
                        .data())
                .contains("999");
        assertThat(fault("{\"user\":\"1\",\"type\":\"T\",\"data\":" + "9".repeat(1_001) + "}"))
                .contains("Number");
    }

    @Test
    void takesNamesUpToTheirBound() {
        String name = "\u20ac".repeat(85) + "x";
        String json = "{\"user\":\"%1$s\",\"type\":\"%1$s\",\"event\":\"%1$s\"}";
        assertThat(valid(json.formatted(name)).name()).isEqualTo(name);
        assertThat(fault(json.formatted(name + "y")))
                .startsWith("user \"")
                .endsWith("has 257 bytes, at most 256 are allowed");
    }

    // Its faults.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"T\"} | nobody is addressed: exactly one of \"user\", \"users\", \"topic\" and \"broadcast\" is wanted",
                "{\"user\":\"1\",\"topic\":\"a\",\"type\":\"T\"} | \"user\" and \"topic\" are both there: exactly one of \"user\", \"users\", \"topic\" and \"broadcast\" is wanted",
                "{\"broadcast\":true,\"users\":[\"1\"],\"type\":\"T\"} | \"broadcast\" and \"users\" are both there: exactly one of \"user\", \"users\", \"topic\" and \"broadcast\" is wanted",
                "{\"broadcast\":false,\"type\":\"T\"} | \"broadcast\" holds false, true is wanted",
                "{\"broadcast\":\"true\",\"type\":\"T\"} | \"broadcast\" holds a string, true is wanted",
                "{\"broadcast\":1,\"type\":\"T\"} | \"broadcast\" holds a number, true is wanted",
                "{\"user\":42,\"type\":\"T\"} | \"user\" holds a number, a string is wanted",
                "{\"user\":null,\"type\":\"T\"} | \"user\" holds null, a string is wanted",
                "{\"user\":[\"1\"],\"type\":\"T\"} | \"user\" holds an array, a string is wanted",
                "{\"user\":\"\",\"type\":\"T\"} | user is empty",
                "{\"users\":\"1\",\"type\":\"T\"} | \"users\" holds a string, an array of strings is wanted",
                "{\"users\":[\"1\",2],\"type\":\"T\"} | \"user\" holds a number, a string is wanted",
                "{\"users\":[[\"1\"]],\"type\":\"T\"} | \"user\" holds an array, a string is wanted",
                "{\"users\":[\"1\",\"\"],\"type\":\"T\"} | user is empty",
                "{\"topic\":{},\"type\":\"T\"} | \"topic\" holds an object, a string is wanted",
                "{\"topic\":\"a\\nb\",\"type\":\"T\"} | topic \"a\\u000ab\" has a control character",
                "{\"user\":\"1\"} | \"type\" is missing",
                "{\"user\":\"1\",\"type\":null} | \"type\" holds null, a string is wanted",
                "{\"user\":\"1\",\"type\":true} | \"type\" holds true, a string is wanted",
                "{\"user\":\"1\",\"type\":\"\"} | type is empty",
                "{\"user\":\"1\",\"type\":\"FORCE_LOGOUT\"} | type \"FORCE_LOGOUT\" is the server's own, choose another",
                "{\"user\":\"1\",\"type\":\"a\\u0000b\"} | type \"a\\u0000b\" has a control character",
                "{\"user\":\"1\",\"type\":\"T\",\"event\":null} | \"event\" holds null, a string is wanted",
                "{\"user\":\"1\",\"type\":\"T\",\"event\":\"\"} | event is empty",
                "{\"user\":\"1\",\"type\":\"T\",\"event\":\"a\\r\\nid: 9\"} | event \"a\\u000d\\u000aid: 9\" has a control character",
                "{\"user\":\"1\",\"type\":\"T\",\"event\":\"reset\"} | event \"reset\" is one of the server's own names, choose another",
                "{\"user\":\"1\",\"type\":\"T\",\"event\":\"error\"} | event \"error\" is one of the server's own names, choose another",
                "{\"user\":\"1\",\"type\":\"T\",\"event\":\"heartbeat\"} | event \"heartbeat\" is one of the server's own names, choose another",
                "{\"user\":\"1\",\"type\":\"T\",\"id\":\"7\"} | unknown field \"id\"",
                "{\"user\":\"1\",\"type\":\"T\",\"Data\":1} | unknown field \"Data\"",
                "{\"user\":\"1\",\"type\":\"T\"} {} | something follows the JSON object, nothing is allowed there",
                "{\"user\":\"1\",\"type\":\"T\"} 7 | something follows the JSON object, nothing is allowed there",
                "[] | the body is an array, a JSON object is wanted",
                "null | the body is null, a JSON object is wanted",
                "\"x\" | the body is a string, a JSON object is wanted",
                "`` | the body is empty, a JSON object is wanted",
                "` \r\n` | the body is empty, a JSON object is wanted",
            })
    void namesTheFault(String json, String fault) {
        assertThat(fault(json)).isEqualTo(fault);
    }

    @Test
    void takesNameThatOnlyLooksReserved() {
        for (String name : new String[] {"Reset", "reset2", "message", "errors", "opened"}) {
            assertThat(valid("{\"user\":\"1\",\"type\":\"T\",\"event\":\"" + name + "\"}")
                            .name())
                    .isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\":\"1\",\"user\":\"1\",\"type\":\"T\"}",
                "{\"user\":\"1\",\"type\":\"T\",\"type\":\"T\"}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":1,\"data\":1}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":{\"a\":1,\"a\":2}}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":[{\"b\":{\"a\":1,\"\\u0061\":2}}]}",
                "{\"user\":\"1\",\"type\":\"T\"} x",
                "{\"user\":\"1\",\"type\":\"T\"}}",
                "{\"user\":\"1\",\"type\":\"T\"},",
                "{\"user\":\"1\",\"type\":\"T\"",
                "{\"user\":\"1\",\"type\":\"T\",}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":[1,2}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":[1,]}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":01}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":.5}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":5.}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":+5}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":-}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":1e}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":0x1F}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":NaN}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":Infinity}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":True}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":nul}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":undefined}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":'x'}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":\"a\nb\"}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":\"a\0b\"}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":\"\\x41\"}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":\"\\u00g0\"}",
                "{\"user\":\"1\",\"type\":\"T\",\"data\":\"\\u00",
                "{user:\"1\",\"type\":\"T\"}",
                "{\"user\":\"1\",\"type\":\"T\" // comment\n}",
                "{\"user\":\"1\",/**/\"type\":\"T\"}",
                "{\"user\" \"1\",\"type\":\"T\"}",
                "{\"user\":\"1\" \"type\":\"T\"}",
                "{,}",
                "}",
                "{",
                "\0"
            })
    void refusesWhatIsNotStrictJson(String json) {
        assertThat(fault(json)).startsWith("cannot read the JSON at line ").matches("[ -~]*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ud83d\\ud83d", "\\ude00\\ud83d", "a\\ud83db", "\\ud83d\\u0041"})
    void refusesUnpairedSurrogatesAnywhere(String escape) {
        for (String json : new String[] {
            "{\"user\":\"%s\",\"type\":\"T\"}",
            "{\"users\":[\"1\",\"%s\"],\"type\":\"T\"}",
            "{\"topic\":\"%s\",\"type\":\"T\"}",
            "{\"user\":\"1\",\"type\":\"%s\"}",
            "{\"user\":\"1\",\"type\":\"T\",\"event\":\"%s\"}",
            "{\"user\":\"1\",\"type\":\"T\",\"data\":\"%s\"}",
            "{\"user\":\"1\",\"type\":\"T\",\"data\":{\"%s\":1}}",
            "{\"user\":\"1\",\"type\":\"T\",\"data\":[{\"a\":[\"%s\"]}]}",
            "{\"user\":\"1\",\"type\":\"T\",\"%s\":1}",
        }) {
            assertThat(fault(json.formatted(escape))).contains("surrogate").matches("[ -~]*");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00ff",
                "\u0080",
                "\u00c3",
                "\u00c0\u0080",
                "\u00ed\u00a0\u0080",
                "\u00f4\u0090\u0080\u0080",
                "\u00e2\u0082"
            })
    void refusesInvalidUtf8Anywhere(String latin1) {
        for (String json : new String[] {
            "{\"user\":\"%s\",\"type\":\"T\"}",
            "{\"user\":\"1\",\"type\":\"T\",\"data\":{\"%s\":1}}",
            "{\"user\":\"1\",\"type\":\"T\",\"data\":\"%s\"}",
            "{\"user\":\"1\",\"type\":\"T\"}%s"
        }) {
            String body = json.formatted(latin1);
            int at = json.indexOf('%');
            assertThat(reader.read(body.getBytes(ISO_8859_1)))
                    .isEqualTo(new Parsed.Invalid<>("not UTF-8 at byte " + at));
        }
    }

    @Test
    void refusesByteOrderMarkAndOtherEncodings() {
        String json = "{\"user\":\"1\",\"type\":\"T\"}";
        assertThat(fault("\ufeff" + json)).isEqualTo("a byte order mark is not allowed");
        assertThat(reader.read(json.getBytes(UTF_16LE))).isInstanceOf(Parsed.Invalid.class);
    }

    @Test
    void refusesBodyCutAnywhere() {
        byte[] whole = "{\"users\":[\"1\",\"\u20ac\"],\"type\":\"T\",\"data\":{\"a\":[1.5,\"\\ud83d\\ude00\",null]}}"
                .getBytes(UTF_8);
        assertThat(reader.read(whole)).isInstanceOf(Parsed.Valid.class);
        for (int cut = 0; cut < whole.length; cut++) {
            assertThat(reader.read(whole, 0, cut)).as("cut at %s", cut).isInstanceOf(Parsed.Invalid.class);
        }
    }

    @Test
    void readsPartOfAnArrayAndLeavesIt() {
        String json = "{\"user\":\"1\",\"type\":\"T\"}";
        byte[] bytes = ("\u00e9}" + json + "{x").getBytes(UTF_8);
        byte[] before = bytes.clone();
        assertThat(reader.read(bytes, 3, json.length())).isInstanceOf(Parsed.Valid.class);
        assertThat(bytes).isEqualTo(before);
        bytes[10] = (byte) 0xFF;
        assertThat(reader.read(bytes, 3, json.length())).isEqualTo(new Parsed.Invalid<>("not UTF-8 at byte 7"));
    }

    @Test
    void cutsHostileValuesInItsSentences() {
        assertThat(fault("{\"" + "x".repeat(9_000) + "\":1}")).hasSizeLessThan(200);
        assertThat(fault("{\"user\":\"" + "x".repeat(9_000) + "\"}")).hasSizeLessThan(200);
        assertThat(fault("{\"user\":" + "x".repeat(9_000) + "}")).hasSizeLessThan(200);
    }

    @Test
    void takesAnyNumberOfKeysThatCollide() {
        // Strings of "Aa" and "BB" all have one hash code.
        String keys = IntStream.range(0, 4_096)
                .mapToObj(i -> IntStream.range(0, 12)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "\"", "\":0")))
                .collect(Collectors.joining(","));
        assertThat(new PublishReader(1_000_000)
                        .read(("{\"user\":\"1\",\"type\":\"T\",\"data\":{" + keys + "}}").getBytes(UTF_8)))
                .isInstanceOf(Parsed.Valid.class);
    }

    @Test
    void refusesBoundOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PublishReader(0));
    }

    private Parsed<NewEvent> read(String json) {
        return reader.read(json.getBytes(UTF_8));
    }

    private NewEvent valid(String json) {
        return read(json).fold(event -> event, fault -> {
            throw new AssertionError(fault);
        });
    }

    private String fault(String json) {
        Parsed<NewEvent> parsed = read(json);
        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        return parsed.fold(NewEvent::data, fault -> fault);
    }

    private static byte[] publish(String data) {
        return ("{\"user\":\"1\",\"type\":\"T\",\"data\":\"" + data + "\"}").getBytes(UTF_8);
    }

    private static String nested(int depth) {
        return "{\"user\":\"1\",\"type\":\"T\",\"data\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    }

    private static String users(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + i + "\"")
                .collect(Collectors.joining(",", "{\"type\":\"T\",\"users\":[", "]}"));
    }
}
