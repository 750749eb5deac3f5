package dev.herald.auth;

import java.security.SecureRandom;

/** Argon2id with a salt of 16 random bytes. Each call takes about 70 ms and 19 MiB. Thread-safe. */
final class Argon2PasswordHasher implements PasswordHasher {
    private static final int SALT_BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return Argon2Hash.compute(password, Argon2Cost.TODAY, salt).toString();
    }

    @Override
    public boolean matches(String password, String hash) {
        return Argon2Hash.parse(hash).matches(password);
    }

    @Override
    public boolean isOutdated(String hash) {
        return !Argon2Hash.parse(hash).cost().equals(Argon2Cost.TODAY);
    }
}
