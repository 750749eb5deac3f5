package dev.herald.server.arch.planted.server.bare;

final class Thing {}
