package dev.herald.auth;

import dev.herald.protocol.Text;

/** A database that Herald runs on. Immutable. */
public enum Dialect {
    SQLITE("jdbc:sqlite:"),
    POSTGRESQL("jdbc:postgresql:");

    private final String urlPrefix;

    Dialect(String urlPrefix) {
        this.urlPrefix = urlPrefix;
    }

    String urlPrefix() {
        return urlPrefix;
    }

    static Dialect ofUrl(String url) {
        for (Dialect dialect : values()) {
            if (url.startsWith(dialect.urlPrefix)) {
                return dialect;
            }
        }
        throw new IllegalArgumentException("database.url begins with " + SQLITE.urlPrefix + " or "
                + POSTGRESQL.urlPrefix + ", not " + Text.quoted(url.replaceFirst("(?s)//.*", "//...")));
    }
}
