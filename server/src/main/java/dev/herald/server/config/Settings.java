package dev.herald.server.config;

import java.util.List;

/** What a source says, in its order, and what could not be read of it. Immutable. */
record Settings(List<Setting> settings, List<String> faults) {
    Settings {
        settings = List.copyOf(settings);
        faults = List.copyOf(faults);
    }
}
