package dev.herald.protocol;

/**
 * Whom an event is for: the private topic of a user, a named topic, or everyone. A key keeps the three apart, so that
 * no user id can be mistaken for a topic's name: {@code u:42}, {@code t:news}, {@code *}. Immutable.
 */
public record Topic(String key) {
    /** The topic that every stream carries. */
    public static final Topic BROADCAST = new Topic("*");

    private static final String USER = "u:";
    private static final String NAMED = "t:";

    public Topic {
        if (!key.equals("*") && !key.startsWith(USER) && !key.startsWith(NAMED)) {
            throw new IllegalArgumentException("not a topic key: " + Text.quoted(key));
        }
    }

    /**
     * The private topic of a user.
     *
     * @throws IllegalArgumentException where {@link Names#fault} finds one; check what comes from outside with it first
     */
    public static Topic ofUser(String userId) {
        return new Topic(USER + Names.checked("user id", userId));
    }

    /**
     * The topic of this name.
     *
     * @throws IllegalArgumentException where {@link Names#fault} finds one; check what comes from outside with it first
     */
    public static Topic named(String name) {
        return new Topic(NAMED + Names.checked("topic", name));
    }

    @Override
    public String toString() {
        return key;
    }
}
