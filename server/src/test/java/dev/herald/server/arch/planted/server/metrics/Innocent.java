package dev.herald.server.arch.planted.server.metrics;

public final class Innocent {}
