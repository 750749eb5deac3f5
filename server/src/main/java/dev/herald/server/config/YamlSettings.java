package dev.herald.server.config;

import dev.herald.protocol.Text;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads a YAML file: nested sections, dotted keys, or both mixed. It walks the nodes rather than the objects made of
 * them, so that every setting knows its line. Confined to its caller.
 */
final class YamlSettings {
    private static final int FILE_BYTES_MAX = 1024 * 1024;
    /** Deeper than any key; also what ends a node that an alias makes contain itself. */
    private static final int DEPTH_MAX = 8;

    private final Path file;
    private final List<Setting> settings = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private YamlSettings(Path file) {
        this.file = file;
    }

    static Settings read(Path file) {
        YamlSettings reading = new YamlSettings(file);
        reading.text().ifPresent(reading::parse);
        return new Settings(reading.settings, reading.faults);
    }

    private Optional<String> text() {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                faults.add(file + ": longer than " + Sizes.write(FILE_BYTES_MAX));
                return Optional.empty();
            }
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            faults.add(file + ": no such file");
        } catch (MalformedInputException e) {
            faults.add(file + ": not valid UTF-8");
        } catch (IOException e) {
            faults.add(file + ": cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void parse(String yaml) {
        LoadSettings parser = LoadSettings.builder().setLabel(file.toString()).build();
        try {
            new Compose(parser).composeReader(new StringReader(yaml)).ifPresent(root -> walk("", root, 0));
        } catch (MarkedYamlEngineException e) {
            faults.add(origin(e.getProblemMark()) + ": not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            faults.add(file + ": not YAML: " + Text.quoted(String.valueOf(e.getMessage())));
        }
    }

    private void walk(String name, Node node, int depth) {
        if (depth > DEPTH_MAX) {
            faults.add(origin(node.getStartMark()) + ": nested deeper than any key");
        } else if (node instanceof MappingNode section) {
            for (NodeTuple entry : section.getValue()) {
                enter(name, entry, depth);
            }
        } else if (node instanceof ScalarNode scalar) {
            scalar(name, scalar);
        } else if (node instanceof SequenceNode list) {
            list(name, list);
        }
    }

    private void enter(String name, NodeTuple entry, int depth) {
        if (entry.getKeyNode() instanceof ScalarNode key) {
            walk(name.isEmpty() ? key.getValue() : name + "." + key.getValue(), entry.getValueNode(), depth + 1);
        } else {
            faults.add(origin(entry.getKeyNode().getStartMark()) + ": a key must be a plain text");
        }
    }

    private void scalar(String name, ScalarNode scalar) {
        boolean empty = scalar.getTag().equals(Tag.NULL);
        if (!empty && !name.isEmpty()) {
            add(new Setting(name, List.of(scalar.getValue()), Setting.Form.SCALAR, origin(scalar.getStartMark())));
        } else if (!empty) {
            faults.add(origin(scalar.getStartMark()) + ": expected sections and keys, such as server: {port: 8000}");
        } else if (ConfigKeys.find(name).isPresent()) {
            faults.add(origin(scalar.getStartMark()) + ": " + name + " has no value; comment the line out or give one");
        }
        // Otherwise a section whose every line is commented out, which says nothing.
    }

    private void list(String name, SequenceNode list) {
        List<String> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            if (!(item instanceof ScalarNode text)) {
                faults.add(origin(item.getStartMark()) + ": " + Text.quoted(name) + " may only list plain texts");
                return;
            }
            items.add(text.getValue());
        }
        add(new Setting(name, items, Setting.Form.LIST, origin(list.getStartMark())));
    }

    private void add(Setting setting) {
        settings.stream()
                .filter(other -> other.name().equals(setting.name()))
                .findFirst()
                .ifPresent(first -> faults.add(
                        setting.origin() + ": " + Text.quoted(setting.name()) + " is also at " + first.origin()));
        settings.add(setting);
    }

    private String origin(Optional<Mark> mark) {
        return mark.map(at -> file + ":" + (at.getLine() + 1)).orElseGet(file::toString);
    }
}
