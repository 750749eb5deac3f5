package dev.herald.server.arch.planted.server.hub;

public final class Hub {}
