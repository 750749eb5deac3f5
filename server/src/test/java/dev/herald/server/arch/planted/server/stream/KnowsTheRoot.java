package dev.herald.server.arch.planted.server.stream;

import dev.herald.server.arch.planted.server.HeraldServer;

public interface KnowsTheRoot {
    HeraldServer root();
}
