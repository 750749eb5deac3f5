package dev.herald.server.durability;

import dev.herald.auth.Dialect;

class PostgresCrashIT extends CrashContract {
    PostgresCrashIT() {
        super(Dialect.POSTGRESQL, 10);
    }
}
