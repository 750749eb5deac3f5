package dev.herald.server.arch.planted.protocol;

import io.netty.buffer.ByteBuf;

interface SpeaksNetty {
    ByteBuf bytes();
}
