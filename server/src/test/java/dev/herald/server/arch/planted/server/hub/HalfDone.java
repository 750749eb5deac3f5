package dev.herald.server.arch.planted.server.hub;

abstract class HalfDone {}
