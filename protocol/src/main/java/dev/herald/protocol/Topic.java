package dev.herald.protocol;

/**
 * Whom an event is for: the private topic of a user, a named topic, or everyone. A key keeps the three apart, so that
 * no user id can be mistaken for a topic's name: {@code u:42}, {@code t:news}, {@code *}. Immutable.
 */
public record Topic(String key) {
    private static final String EVERYONE = "*";
    private static final String USER = "u:";
    private static final String NAMED = "t:";

    /** The topic that every stream carries. */
    public static final Topic BROADCAST = new Topic(EVERYONE);

    /** @throws IllegalArgumentException if this is not a key, or {@link Names#fault} finds one in the name it holds */
    public Topic {
        if (key.startsWith(USER)) {
            Names.checked("user id", key.substring(USER.length()));
        } else if (key.startsWith(NAMED)) {
            Names.checked("topic", key.substring(NAMED.length()));
        } else if (!key.equals(EVERYONE)) {
            throw new IllegalArgumentException("not a topic key: " + Text.quoted(key));
        }
    }

    /**
     * The private topic of a user.
     *
     * @throws IllegalArgumentException where {@link Names#fault} finds one; check what comes from outside with it first
     */
    public static Topic ofUser(String userId) {
        return new Topic(USER + userId);
    }

    /**
     * The topic of this name.
     *
     * @throws IllegalArgumentException where {@link Names#fault} finds one; check what comes from outside with it first
     */
    public static Topic named(String name) {
        return new Topic(NAMED + name);
    }

    /** The user id or the topic's name in it; of {@link #BROADCAST} the key. */
    public String name() {
        return key.substring(key.indexOf(':') + 1);
    }

    @Override
    public String toString() {
        return key;
    }
}
