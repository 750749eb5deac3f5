package dev.herald.server.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * The token secret of a server that was given none: made once, kept in the data folder for its owner only, used by
 * every later start and by the commands that sign tokens. Thread-safe, also against other processes.
 */
final class TokenSecretFile {
    private static final String NAME = "token-secret";
    private static final int SECRET_BYTES = 48;
    private static final FileAttribute<?>[] OWNER_ONLY = ownerOnly("rw-------");

    private final Path file;

    TokenSecretFile(Path dataDirectory) {
        this.file = dataDirectory.resolve(NAME);
    }

    Path path() {
        return file;
    }

    Optional<String> read() {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The secret; a new one if there is none yet. */
    String readOrCreate() {
        Optional<String> existing = read();
        return existing.isPresent() ? existing.get() : create();
    }

    /**
     * The file appears whole and never twice: it is written beside its place and then linked to it, which fails where
     * another process was first.
     */
    private String create() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path written = Files.createTempFile(file.toAbsolutePath().getParent(), NAME, ".new", OWNER_ONLY);
            try {
                Files.writeString(written, random() + "\n", StandardCharsets.US_ASCII);
                Files.createLink(file, written);
            } catch (FileAlreadyExistsException e) {
                // Another process was first, and its secret is the one.
            } finally {
                Files.delete(written);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** None where the file system knows no such permissions. */
    private static FileAttribute<?>[] ownerOnly(String permissions) {
        Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
