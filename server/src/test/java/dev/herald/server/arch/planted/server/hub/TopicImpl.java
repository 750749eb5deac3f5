package dev.herald.server.arch.planted.server.hub;

final class TopicImpl {}
