package dev.herald.server.cli.client;

/** Where a stream's access token comes from. Thread-safe. */
public interface TokenSource {
    /** The token to connect with now. */
    String token();

    /** Called about once a second, for what must be done before a token expires. May block for seconds. */
    default void tick() throws InterruptedException {}
}
