package dev.herald.server.config;

import dev.herald.protocol.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One setting that a person may make. Immutable.
 *
 * @param name lower case, dots between sections, dashes between words
 * @param defaults the values when nothing sets it: one, none, or any number, as {@code arity} says
 * @param doc what it does, for the reference
 */
record Key<T>(String name, ValueType<T> type, Arity arity, List<T> defaults, Secrecy secrecy, String doc) {
    enum Arity {
        ONE,
        OPTIONAL,
        LIST
    }

    enum Secrecy {
        OPEN,
        /** Never shown, not even in the message that refuses it. */
        SECRET
    }

    static final String VARIABLE_PREFIX = "HERALD_";

    static <T> Key<T> one(String name, ValueType<T> type, T byDefault, String doc) {
        return new Key<>(name, type, Arity.ONE, List.of(byDefault), Secrecy.OPEN, doc);
    }

    static <T> Key<T> optional(String name, ValueType<T> type, String doc) {
        return new Key<>(name, type, Arity.OPTIONAL, List.of(), Secrecy.OPEN, doc);
    }

    static <T> Key<T> list(String name, ValueType<T> type, String doc) {
        return new Key<>(name, type, Arity.LIST, List.of(), Secrecy.OPEN, doc);
    }

    Key<T> asSecret() {
        return new Key<>(name, type, arity, defaults, Secrecy.SECRET, doc);
    }

    /** The environment variable that sets it. */
    String variable() {
        return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** What may be written, as messages and the reference say it. */
    String allowed() {
        return arity == Arity.LIST ? "list of: " + type.allowed() : type.allowed();
    }

    /** The default as it would be written; empty for none. */
    String defaultText() {
        return defaults.stream().map(type.writer()).collect(Collectors.joining(","));
    }

    /** What the setting says for this key, or everything that is wrong with it. */
    Reading<T> read(Setting setting) {
        List<T> values = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        if (arity != Arity.LIST && setting.form() == Setting.Form.LIST) {
            faults.add(setting.origin() + ": " + name + " takes one value, not a list; allowed: " + allowed());
            return new Reading<>(values, faults);
        }
        for (String item : items(setting)) {
            type.reader().apply(item).ifPresentOrElse(values::add, () -> faults.add(fault(setting, item)));
        }
        return new Reading<>(values, faults);
    }

    private List<String> items(Setting setting) {
        if (setting.form() == Setting.Form.LIST) {
            return setting.items();
        }
        String text = setting.items().get(0);
        return switch (arity) {
            case ONE -> List.of(text);
            case OPTIONAL -> text.isEmpty() ? List.of() : List.of(text);
            case LIST ->
                Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList();
        };
    }

    private String fault(Setting setting, String item) {
        String shown = secrecy == Secrecy.SECRET ? "(not shown)" : Text.quoted(withoutCredentials(item));
        return setting.origin() + ": " + name + " is " + shown + "; allowed: " + allowed();
    }

    /** People put passwords into URLs, in front of the host or among the parameters, and any characters into passwords. */
    private static String withoutCredentials(String value) {
        return value.contains("@") ? value.replaceFirst("(?s)//.*", "//...") : value.replaceFirst("(?s)\\?.*", "?...");
    }

    /** The values read; faults instead where there are any. */
    record Reading<T>(List<T> values, List<String> faults) {
        Reading {
            values = List.copyOf(values);
            faults = List.copyOf(faults);
        }
    }
}
