package dev.herald.server.arch.planted.server.hub;

class OpenToAll {
    static class Inside {}
}
