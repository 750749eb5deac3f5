package dev.herald.auth;

import java.time.Duration;

/** What became of asking for a new access token. Immutable. */
public sealed interface RefreshResult {
    /**
     * The same session has one more token; the old one stays valid until it expires.
     *
     * @param expiresIn of the access token, whole seconds; never beyond the session's end
     */
    record Refreshed(Session session, String accessToken, Duration expiresIn) implements RefreshResult {}

    /**
     * There is no session to refresh.
     *
     * @param why in a few words for the client
     */
    record Refused(String why) implements RefreshResult {}
}
