package dev.herald.server.config;

import java.util.List;

/**
 * One value as some source says it, not yet checked. Immutable.
 *
 * @param name the key's name as written
 * @param items the text, or each text of a list
 * @param origin where it was written: {@code herald.yaml:3}, {@code HERALD_SERVER_PORT}, {@code --port}
 */
record Setting(String name, List<String> items, Form form, String origin) {
    enum Form {
        SCALAR,
        LIST
    }

    Setting {
        items = List.copyOf(items);
    }

    static Setting scalar(String name, String text, String origin) {
        return new Setting(name, List.of(text), Form.SCALAR, origin);
    }
}
