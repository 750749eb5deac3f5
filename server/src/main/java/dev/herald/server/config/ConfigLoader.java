package dev.herald.server.config;

import dev.herald.protocol.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns what a person wrote in several places into settings that are valid, or says everything that is wrong. Immutable. */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Reads the sources, the weakest first: a later one wins, key by key.
     *
     * @throws ConfigException with every unknown key and bad value of every source, overridden ones included
     */
    public static Configuration load(List<Source> sources, MissingSecret missingSecret) {
        List<String> faults = new ArrayList<>();
        Map<String, Setting> strongest = new HashMap<>();
        for (Source source : sources) {
            Settings read = source.read();
            faults.addAll(read.faults());
            for (Setting setting : read.settings()) {
                faults.addAll(faults(setting));
                strongest.put(setting.name(), setting);
            }
        }
        Values values = new Values(strongest);
        CrossChecks checked = CrossChecks.of(values);
        faults.addAll(checked.faults());
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new Assembly(values, checked.publicKeys()).configuration(missingSecret);
    }

    private static List<String> faults(Setting setting) {
        return ConfigKeys.find(setting.name())
                .map(key -> key.read(setting).faults())
                .orElseGet(() -> List.of(unknown(setting)));
    }

    private static String unknown(Setting setting) {
        Stream<String> names = ConfigKeys.ALL.stream().map(Key::name);
        Optional<String> nearest = Spelling.nearest(setting.name(), names);
        return setting.origin() + ": there is no key " + Text.quoted(setting.name())
                + nearest.map(name -> "; did you mean " + name + "?").orElse("");
    }
}
