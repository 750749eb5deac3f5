package dev.herald.server.durability;

import dev.herald.auth.Dialect;

class SqliteRetentionIT extends RetentionContract {
    SqliteRetentionIT() {
        super(Dialect.SQLITE);
    }
}
