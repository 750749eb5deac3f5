package dev.herald.server.config;

import static dev.herald.server.config.ConfigKeys.EVENT_MAX;
import static dev.herald.server.config.ConfigKeys.LOG_BYTES_MAX;
import static dev.herald.server.config.ConfigKeys.LOG_BYTES_PER_TOPIC_MAX;
import static dev.herald.server.config.ConfigKeys.PREVIOUS_TOKEN_SECRETS;
import static dev.herald.server.config.ConfigKeys.PUBLIC_KEYS;
import static dev.herald.server.config.ConfigKeys.SESSION_TTL;
import static dev.herald.server.config.ConfigKeys.TOKEN_SECRET;
import static dev.herald.server.config.ConfigKeys.TOKEN_TTL;

import dev.herald.auth.PublicKeyConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What only several keys together, or the files that they name, can get wrong. Immutable.
 *
 * @param publicKeys the keys whose files could be read
 */
record CrossChecks(List<String> faults, List<PublicKeyConfig> publicKeys) {
    private static final int TOKEN_KEYS_MAX = 16;

    CrossChecks {
        faults = List.copyOf(faults);
        publicKeys = List.copyOf(publicKeys);
    }

    static CrossChecks of(Values values) {
        List<String> faults = new ArrayList<>();
        checkEventFits(values, LOG_BYTES_PER_TOPIC_MAX, values.one(LOG_BYTES_PER_TOPIC_MAX), faults);
        checkEventFits(values, LOG_BYTES_MAX, values.one(LOG_BYTES_MAX), faults);
        checkSessionOutlivesToken(values, faults);
        checkSecrets(values, faults);
        return new CrossChecks(faults, publicKeys(values, faults));
    }

    /** An event longer than all that the log may keep would be acknowledged and gone. */
    private static void checkEventFits(Values values, Key<?> bound, long boundBytes, List<String> faults) {
        int eventBytes = values.one(EVENT_MAX);
        if (eventBytes > boundBytes) {
            faults.add(both(values, EVENT_MAX, bound) + ": " + EVENT_MAX.name() + " (" + Sizes.write(eventBytes)
                    + ") is above " + bound.name() + " (" + Sizes.write(boundBytes)
                    + "), so such an event would be forgotten at once");
        }
    }

    private static void checkSessionOutlivesToken(Values values, List<String> faults) {
        if (values.one(SESSION_TTL).compareTo(values.one(TOKEN_TTL)) < 0) {
            faults.add(both(values, SESSION_TTL, TOKEN_TTL) + ": " + SESSION_TTL.name() + " ("
                    + Durations.write(values.one(SESSION_TTL)) + ") is below " + TOKEN_TTL.name() + " ("
                    + Durations.write(values.one(TOKEN_TTL)) + ")");
        }
    }

    private static void checkSecrets(Values values, List<String> faults) {
        Set<String> secrets = new HashSet<>();
        Stream.concat(values.optional(TOKEN_SECRET).stream(), values.list(PREVIOUS_TOKEN_SECRETS).stream())
                .forEach(secret -> {
                    if (!secrets.add(secret)) {
                        faults.add(both(values, PREVIOUS_TOKEN_SECRETS, TOKEN_SECRET) + ": "
                                + PREVIOUS_TOKEN_SECRETS.name() + " repeats a secret; each may be named once");
                    }
                });
        int keys = 1
                + values.list(PREVIOUS_TOKEN_SECRETS).size()
                + values.list(PUBLIC_KEYS).size();
        if (keys > TOKEN_KEYS_MAX) {
            faults.add(both(values, PREVIOUS_TOKEN_SECRETS, PUBLIC_KEYS) + ": " + keys + " keys for tokens, at most "
                    + TOKEN_KEYS_MAX + " are allowed");
        }
    }

    private static List<PublicKeyConfig> publicKeys(Values values, List<String> faults) {
        List<PublicKeyConfig> keys = new ArrayList<>();
        Set<String> kids = new HashSet<>();
        for (PublicKeyFile key : values.list(PUBLIC_KEYS)) {
            String where = values.origin(PUBLIC_KEYS) + ": " + PUBLIC_KEYS.name() + " " + key;
            if (!kids.add(key.kid())) {
                faults.add(where + ": the key id is used twice");
            }
            try {
                keys.add(key.load());
            } catch (IllegalArgumentException e) {
                faults.add(where + ": " + e.getMessage());
            }
        }
        return keys;
    }

    private static String both(Values values, Key<?> one, Key<?> other) {
        String first = values.origin(one);
        String second = values.origin(other);
        return first.equals(second) ? first : first + ", " + second;
    }
}
