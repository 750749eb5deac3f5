package dev.herald.loadtest;

/** An option was given a value that it does not take. The message is for whoever typed it. Immutable. */
final class WrongUsage extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongUsage(String message) {
        super(message);
    }

    /** Refuses what was typed unless the condition holds. */
    static void unless(boolean holds, String message) {
        if (!holds) {
            throw new WrongUsage(message);
        }
    }
}
