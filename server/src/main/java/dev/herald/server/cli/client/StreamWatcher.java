package dev.herald.server.cli.client;

import dev.herald.protocol.SseListener;

/** Who reads a stream. Confined to the thread that runs the connection. */
interface StreamWatcher extends SseListener {
    /** The server has accepted the stream. */
    void onOpen();

    /** The newest position that the stream has told; the next connection goes on from there. */
    void onPosition(String lastEventId);

    /** Whether the stream is of use any longer; asked after every piece of it. */
    boolean wantsMore();
}
