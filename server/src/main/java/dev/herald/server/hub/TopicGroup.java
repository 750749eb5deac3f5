package dev.herald.server.hub;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one topic on one event loop, in no order. Most users have one device, so one subscriber costs this
 * object and no set; Netty's DefaultChannelGroup would be two concurrent maps for each user. Confined to its event loop.
 */
final class TopicGroup {
    // At most one of the two is set.
    private @Nullable Subscriber sole;
    private @Nullable Set<Subscriber> several;

    void add(Subscriber subscriber) {
        if (several != null) {
            several.add(subscriber);
        } else if (sole == null || sole == subscriber) {
            sole = subscriber;
        } else {
            several = Collections.newSetFromMap(new IdentityHashMap<>());
            several.add(sole);
            several.add(subscriber);
            sole = null;
        }
    }

    void remove(Subscriber subscriber) {
        if (several != null) {
            several.remove(subscriber);
        } else if (sole == subscriber) {
            sole = null;
        }
    }

    boolean isEmpty() {
        return sole == null && (several == null || several.isEmpty());
    }

    /** Those of now: whoever is given something may leave, and the loop over them goes on. */
    Subscriber[] members() {
        if (several != null) {
            return several.toArray(Subscriber[]::new);
        }
        return sole == null ? new Subscriber[0] : new Subscriber[] {sole};
    }
}
