package dev.herald.server.http;

import org.jspecify.annotations.Nullable;

/** Who may call a route, and how far {@link AuthHandler} looks. */
enum Access {
    /** Anyone; credentials are not looked at. */
    ANYONE(null, Sources.NONE, Session.NOT_CHECKED),
    /** A user with a token from anywhere. The stream has the session checked itself, after it has joined the hub. */
    STREAM(null, Sources.ANY, Session.NOT_CHECKED),
    /** A user with a token from anywhere. */
    USER(null, Sources.ANY, Session.CHECKED),
    /** A backend. By header only: a cookie would let any page that the browser opens publish. */
    PUBLISHER("publish", Sources.HEADER, Session.CHECKED),
    /** An operator, by header only. */
    ADMIN("admin", Sources.HEADER, Session.CHECKED);

    enum Sources {
        NONE,
        HEADER,
        ANY
    }

    enum Session {
        CHECKED,
        NOT_CHECKED
    }

    private final @Nullable String scope;
    private final Sources sources;
    private final Session session;

    Access(@Nullable String scope, Sources sources, Session session) {
        this.scope = scope;
        this.sources = sources;
        this.session = session;
    }

    @Nullable
    String scope() {
        return scope;
    }

    Sources sources() {
        return sources;
    }

    Session session() {
        return session;
    }
}
