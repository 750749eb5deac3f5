package dev.herald.server.config;

import dev.herald.protocol.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the environment: {@code HERALD_} and the key in capitals, dots and dashes as underscores. Immutable. */
final class EnvironmentSettings {
    private EnvironmentSettings() {}

    static Settings read(Map<String, String> variables) {
        List<Setting> settings = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        new TreeMap<>(variables).forEach((variable, value) -> {
            if (variable.startsWith(Key.VARIABLE_PREFIX)) {
                ConfigKeys.ALL.stream()
                        .filter(key -> key.variable().equals(variable))
                        .findFirst()
                        .ifPresentOrElse(
                                key -> settings.add(Setting.scalar(key.name(), value, variable)),
                                () -> faults.add(fault(variable)));
            }
        });
        return new Settings(settings, faults);
    }

    private static String fault(String variable) {
        Optional<String> nearest =
                Spelling.nearest(variable, ConfigKeys.ALL.stream().map(Key::variable));
        return "environment: no key has the variable " + Text.quoted(variable)
                + nearest.map(name -> "; did you mean " + name + "?").orElse("; unset it");
    }
}
