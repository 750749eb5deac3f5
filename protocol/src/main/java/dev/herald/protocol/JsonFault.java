package dev.herald.protocol;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.List;

/**
 * What Jackson found wrong, in a sentence for the caller. It may quote a word that is no JSON, but no value that is: a
 * password does not come back, and no class is named. Immutable.
 */
final class JsonFault {
    private JsonFault() {}

    static String of(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown field " + Text.quoted(unknown.getPropertyName());
        }
        if (e instanceof ValueInstantiationException refused
                && refused.getCause() instanceof IllegalArgumentException cause
                && cause.getMessage() != null) {
            return cause.getMessage();
        }
        if (e instanceof JsonMappingException mapping) {
            return path(mapping.getPath()) + " is missing or has the wrong type";
        }
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return "cannot read the JSON" + place + ": " + Text.quoted(withoutSource(e.getOriginalMessage()));
    }

    private static String path(List<Reference> path) {
        if (path.isEmpty()) {
            return "the body";
        }
        String name = path.get(path.size() - 1).getFieldName();
        return name == null ? "an array's element" : "field " + Text.quoted(name);
    }

    /** Jackson tells which of its settings a limit comes from, which is no business of a caller's. */
    private static String withoutSource(String message) {
        int source = message.indexOf(", from `StreamReadConstraints");
        return source < 0 ? message : message.substring(0, source) + ")";
    }
}
