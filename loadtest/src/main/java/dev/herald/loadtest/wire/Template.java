package dev.herald.loadtest.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text with places to fill in: <code>{user}</code>, <code>{topic}</code>, <code>{token}</code>,
 * <code>{payload}</code>. Every other brace stands for itself, so JSON needs no escapes. Immutable.
 */
public final class Template {
    private enum Place {
        USER,
        TOPIC,
        TOKEN,
        PAYLOAD;

        private final String text = "{" + name().toLowerCase(Locale.ROOT) + "}";

        private byte[] in(Values values) {
            return switch (this) {
                case USER -> values.user();
                case TOPIC -> values.topic();
                case TOKEN -> values.token();
                case PAYLOAD -> values.payload();
            };
        }
    }

    private final List<byte[]> literals = new ArrayList<>(); // one more than places: literal, place, literal, ...
    private final List<Place> places = new ArrayList<>();

    private Template() {}

    public static Template of(String text) {
        Template template = new Template();
        int literal = 0;
        for (int i = 0; i < text.length(); i++) {
            for (Place place : Place.values()) {
                if (text.startsWith(place.text, i)) {
                    template.literals.add(text.substring(literal, i).getBytes(StandardCharsets.UTF_8));
                    template.places.add(place);
                    literal = i + place.text.length();
                    i = literal - 1;
                    break;
                }
            }
        }
        template.literals.add(text.substring(literal).getBytes(StandardCharsets.UTF_8));
        return template;
    }

    /** Bytes that {@link #write} will write. */
    public int length(Values values) {
        int length = literals.get(0).length;
        for (int i = 0; i < places.size(); i++) {
            length += places.get(i).in(values).length + literals.get(i + 1).length;
        }
        return length;
    }

    public void write(Values values, ByteBuf out) {
        out.writeBytes(literals.get(0));
        for (int i = 0; i < places.size(); i++) {
            out.writeBytes(places.get(i).in(values)).writeBytes(literals.get(i + 1));
        }
    }
}
