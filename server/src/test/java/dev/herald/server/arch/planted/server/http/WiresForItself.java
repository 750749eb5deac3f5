package dev.herald.server.arch.planted.server.http;

import dev.herald.server.arch.planted.server.hub.Hub;

final class WiresForItself {
    private final Hub hub = new Hub();

    @Override
    public String toString() {
        return hub.toString();
    }
}
