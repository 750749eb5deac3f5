package dev.herald.auth;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hashes in no time, and records what it was asked. Thread-safe. */
final class RecordingHasher implements PasswordHasher {
    private final String scheme;
    private final List<String> calls = new CopyOnWriteArrayList<>();

    RecordingHasher(String scheme) {
        this.scheme = scheme;
    }

    /** The calls since the last time that this was asked. */
    List<String> calls() {
        List<String> copy = List.copyOf(calls);
        calls.clear();
        return copy;
    }

    @Override
    public String hash(String password) {
        calls.add("hash");
        return scheme + ":" + password;
    }

    @Override
    public boolean matches(String password, String hash) {
        calls.add("matches");
        int colon = hash.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("no scheme");
        }
        return hash.substring(colon + 1).equals(password);
    }

    @Override
    public boolean isOutdated(String hash) {
        return !hash.startsWith(scheme + ":");
    }
}
