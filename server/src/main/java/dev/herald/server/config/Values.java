package dev.herald.server.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the sources together say: the strongest setting of each key, else its default. Immutable. */
final class Values {
    private final Map<String, Setting> settings;

    Values(Map<String, Setting> settings) {
        this.settings = Map.copyOf(settings);
    }

    <T> T one(Key<T> key) {
        return list(key).get(0);
    }

    <T> Optional<T> optional(Key<T> key) {
        return list(key).stream().findFirst();
    }

    /** The values; the defaults where the setting has a fault, so that every other fault can still be found. */
    <T> List<T> list(Key<T> key) {
        Setting setting = settings.get(key.name());
        if (setting == null) {
            return key.defaults();
        }
        Key.Reading<T> reading = key.read(setting);
        return reading.faults().isEmpty() ? reading.values() : key.defaults();
    }

    /** Where the key is set, for messages; "default" where nothing sets it. */
    String origin(Key<?> key) {
        Setting setting = settings.get(key.name());
        return setting == null ? "default" : setting.origin();
    }
}
