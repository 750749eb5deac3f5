package dev.herald.server.arch.planted.server.hub;

import dev.herald.server.arch.planted.server.stream.KnowsTheRoot;

interface LooksBack {
    KnowsTheRoot back();
}
