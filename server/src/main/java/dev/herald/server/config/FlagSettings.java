package dev.herald.server.config;

import dev.herald.protocol.Text;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code --set key=value}. Immutable. */
final class FlagSettings {
    private FlagSettings() {}

    static Settings read(List<String> assignments) {
        List<Setting> settings = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                // The text may be a secret whose key was forgotten, so only a key is ever repeated.
                faults.add("--set: expected KEY=VALUE, such as --set server.port=8080");
            } else {
                String name = assignment.substring(0, equals).strip();
                settings.add(Setting.scalar(name, assignment.substring(equals + 1), "--set " + shown(name)));
            }
        }
        return new Settings(settings, faults);
    }

    private static String shown(String name) {
        return ConfigKeys.find(name).isPresent() ? name : Text.quoted(name);
    }
}
