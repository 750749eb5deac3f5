package dev.herald.server.arch.planted.server;

import dev.herald.server.arch.planted.server.hub.Hub;

/** May make what it likes. */
public final class HeraldServer {
    public Hub innocent() {
        return new Hub();
    }
}
