package dev.herald.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigKeysTest {
    static List<Key<?>> keys() {
        return ConfigKeys.ALL;
    }

    @Test
    void listsEveryKeyOnce() throws IllegalAccessException {
        List<Object> declared = new ArrayList<>();
        for (Field field : ConfigKeys.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Key.class) {
                declared.add(field.get(null));
            }
        }
        assertThat(ConfigKeys.ALL).doesNotHaveDuplicates();
        assertThat(declared).containsExactlyInAnyOrderElementsOf(new ArrayList<Object>(ConfigKeys.ALL));
    }

    @Test
    void givesEveryKeyItsOwnNameAndVariable() {
        assertThat(ConfigKeys.ALL).extracting(Key::name).doesNotHaveDuplicates();
        assertThat(ConfigKeys.ALL).extracting(Key::variable).doesNotHaveDuplicates();
        assertThat(ConfigKeys.LOG_EVENTS_PER_TOPIC_MAX.variable()).isEqualTo("HERALD_LOG_MAX_EVENTS_PER_TOPIC");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void readsItsOwnDefaultBack(Key<?> key) {
        if (!key.defaults().isEmpty()) {
            Key.Reading<?> reading = key.read(Setting.scalar(key.name(), key.defaultText(), "test"));
            assertThat(reading.faults()).isEmpty();
            assertThat(reading.values()).isEqualTo(key.defaults());
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void saysWhatItDoesInSentences(Key<?> key) {
        assertThat(key.doc()).matches("[A-Z].*\\.").doesNotContain("|");
        assertThat(key.name()).matches("[a-z]+\\.[a-z]+(-[a-z]+)*");
    }
}
