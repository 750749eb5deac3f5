package dev.herald.server.arch.planted.auth;

import dev.herald.server.arch.planted.server.hub.Hub;

interface KnowsServer {
    Hub hub();
}
