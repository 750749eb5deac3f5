package dev.herald.server.durability;

import dev.herald.auth.Dialect;

class SqliteCrashIT extends CrashContract {
    SqliteCrashIT() {
        super(Dialect.SQLITE, 30);
    }
}
