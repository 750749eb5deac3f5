package dev.herald.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Somewhere that settings come from; read when the configuration is loaded. Immutable. */
public final class Source {
    private final Supplier<Settings> reader;

    private Source(Supplier<Settings> reader) {
        this.reader = reader;
    }

    /** A YAML file with nested or dotted keys. */
    public static Source yaml(Path file) {
        return new Source(() -> YamlSettings.read(file));
    }

    /** The variables that begin with {@code HERALD_}; any of them that is no key is an error. */
    public static Source environment(Map<String, String> variables) {
        Map<String, String> copy = Map.copyOf(variables);
        return new Source(() -> EnvironmentSettings.read(copy));
    }

    /** {@code key=value} texts, as {@code --set} takes them; a later one wins. */
    public static Source flags(List<String> assignments) {
        List<String> copy = List.copyOf(assignments);
        return new Source(() -> FlagSettings.read(copy));
    }

    /** One key, set by {@code origin}: a flag of its own, or a command's preset. */
    public static Source single(String key, String value, String origin) {
        return new Source(() -> new Settings(List.of(Setting.scalar(key, value, origin)), List.of()));
    }

    Settings read() {
        return reader.get();
    }
}
