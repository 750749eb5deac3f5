package dev.herald.auth;

/** An entry of a token's {@code topics}: a topic's name, or a prefix of names behind which stands {@code *}. Immutable. */
final class TopicPattern {
    private TopicPattern() {}

    static boolean matches(String pattern, String topicName) {
        return pattern.endsWith("*")
                ? topicName.regionMatches(0, pattern, 0, pattern.length() - 1)
                : topicName.equals(pattern);
    }
}
