package dev.herald.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventJsonTest {
    @Test
    void spellsPayloadsAsTheContractDoes() {
        assertThat(EventJson.forceLogout("Signed in elsewhere"))
                .isEqualTo("{\"type\":\"FORCE_LOGOUT\",\"data\":{\"message\":\"Signed in elsewhere\"}}");
        assertThat(EventJson.reset("history_expired")).isEqualTo("{\"reason\":\"history_expired\"}");
        assertThat(EventJson.error("Authentication required")).isEqualTo("{\"error\": \"Authentication required\"}");
    }

    @Test
    void escapesWhatWouldEndTheStringOrTheLine() {
        assertThat(EventJson.reset("a\"b\\c\r\n\0\u2028\u20ac"))
                .isEqualTo("{\"reason\":\"a\\\"b\\\\c\\r\\n\\u0000\u2028\u20ac\"}");
        assertThat(EventJson.error("\"}\n\ndata: x")).isEqualTo("{\"error\": \"\\\"}\\n\\ndata: x\"}");
        assertThat(EventJson.event("T\"", "[1]")).isEqualTo("{\"type\":\"T\\\"\",\"data\":[1]}");
    }
}
