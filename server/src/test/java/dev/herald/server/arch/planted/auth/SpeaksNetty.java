package dev.herald.server.arch.planted.auth;

import io.netty.buffer.ByteBuf;

interface SpeaksNetty {
    ByteBuf bytes();
}
