package dev.herald.auth;

/** A slow, salted hash for passwords, with its parameters in its text. Blocks the caller for as long as it takes. */
interface PasswordHasher {
    String hash(String password);

    /**
     * Whether the hash is of this password, computed with the hash's own parameters.
     *
     * @throws IllegalArgumentException if the hash is none that this hasher knows
     */
    boolean matches(String password, String hash);

    /** Whether the hash was made with other parameters than today's. */
    boolean isOutdated(String hash);
}
