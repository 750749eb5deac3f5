package dev.herald.server.config;

import dev.herald.auth.PublicKeyAlgorithm;
import dev.herald.auth.PublicKeyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A public key as the configuration names it: its id, its one algorithm, the PEM file that holds it. Immutable. */
record PublicKeyFile(String kid, PublicKeyAlgorithm algorithm, Path file) {
    private static final Pattern SYNTAX =
            Pattern.compile("(?<kid>[A-Za-z0-9._~-]{1,64}):(?<algorithm>[A-Za-z0-9]+):(?<file>.+)");

    static Optional<PublicKeyFile> parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        return parts.matches()
                ? Arrays.stream(PublicKeyAlgorithm.values())
                        .filter(algorithm -> algorithm.name().equalsIgnoreCase(parts.group("algorithm")))
                        .findFirst()
                        .flatMap(algorithm -> path(parts.group("file"))
                                .map(file -> new PublicKeyFile(parts.group("kid"), algorithm, file)))
                : Optional.empty();
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * The key itself.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds no such key
     */
    PublicKeyConfig load() {
        try {
            return PublicKeyConfig.ofPem(kid, algorithm, Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("the file cannot be read: " + e, e);
        }
    }

    @Override
    public String toString() {
        return kid + ":" + algorithm + ":" + file;
    }
}
