package dev.herald.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The list of keys for people: as tables for the documentation, as text for the terminal. Immutable. */
public final class ConfigReference {
    private static final int COLUMNS = 80;
    private static final String INDENT = "      ";

    private ConfigReference() {}

    /** Lines of at most 80 characters, a paragraph a key. */
    public static List<String> terminalLines() {
        List<String> lines = new ArrayList<>();
        for (Key<?> key : ConfigKeys.ALL) {
            lines.add("  " + key.name() + (key.defaults().isEmpty() ? "" : " = " + key.defaultText()));
            wrap(key.doc().replace("`", ""), lines);
            wrap("Allowed: " + key.allowed() + ".", lines);
        }
        return lines;
    }

    private static void wrap(String text, List<String> lines) {
        StringBuilder line = new StringBuilder(INDENT);
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() > COLUMNS && line.length() > INDENT.length()) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(INDENT);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
    }

    /** A table a section, in Markdown. */
    static String markdown() {
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        for (Key<?> key : ConfigKeys.ALL) {
            String section = key.name().substring(0, key.name().indexOf('.'));
            sections.computeIfAbsent(section, ConfigReference::tableHead).append(row(key));
        }
        return String.join("\n", sections.values());
    }

    private static StringBuilder tableHead(String section) {
        return new StringBuilder(
                "### " + section + "\n\n| Key | Default | Allowed | What it does |\n|---|---|---|---|\n");
    }

    private static String row(Key<?> key) {
        String byDefault = key.defaults().isEmpty() ? "none" : "`" + key.defaultText() + "`";
        String secret = key.secrecy() == Key.Secrecy.SECRET ? " Never shown." : "";
        return "| `" + key.name() + "` | " + byDefault + " | " + key.allowed() + " | " + key.doc() + secret + " |\n";
    }
}
