package dev.herald.server.cli;

import dev.herald.server.config.ConfigLoader;
import dev.herald.server.config.Configuration;
import dev.herald.server.config.MissingSecret;
import dev.herald.server.config.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command learns the server's configuration. Confined to the main thread. */
final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file with the server's configuration (docs/CONFIGURATION.md).")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key, as often as needed; stronger than the file and the environment.")
    private List<String> assignments = new ArrayList<>();

    /** The configuration, for a server. */
    Configuration forServer(Map<String, String> environment, List<Source> presets, List<Source> flags) {
        return load(environment, presets, flags, MissingSecret.GENERATE);
    }

    /** The configuration of a server that was set up before. */
    Configuration ofServer(Map<String, String> environment, List<Source> flags) {
        return load(environment, List.of(), flags, MissingSecret.REFUSE);
    }

    private Configuration load(
            Map<String, String> environment, List<Source> presets, List<Source> flags, MissingSecret missingSecret) {
        List<Source> sources = new ArrayList<>(presets);
        if (config != null) {
            sources.add(Source.yaml(config));
        }
        sources.add(Source.environment(environment));
        sources.add(Source.flags(assignments));
        sources.addAll(flags);
        return ConfigLoader.load(sources, missingSecret);
    }
}
