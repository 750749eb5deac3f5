package dev.herald.auth;

/** What one hash takes: memory, passes over it, lanes (RFC 9106, 3.1). Immutable. */
record Argon2Cost(int memoryKib, int passes, int lanes) {
    /** About 70 ms of one core: the smallest that OWASP's password storage guide gives for Argon2id. */
    static final Argon2Cost TODAY = new Argon2Cost(19_456, 2, 1);
}
