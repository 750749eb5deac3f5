package dev.herald.server.arch.planted.auth;

public final class Innocent {}
