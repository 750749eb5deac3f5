package dev.herald.server.arch.planted.protocol;

import dev.herald.server.arch.planted.auth.Innocent;

final class KnowsAuth {
    private final Innocent innocent = new Innocent();

    @Override
    public String toString() {
        return innocent.toString();
    }
}
