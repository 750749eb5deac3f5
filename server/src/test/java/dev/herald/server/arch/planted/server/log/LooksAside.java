package dev.herald.server.arch.planted.server.log;

import dev.herald.server.arch.planted.server.metrics.Innocent;

interface LooksAside {
    Innocent innocent();
}
