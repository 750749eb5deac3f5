package dev.herald.server.durability;

import dev.herald.auth.Dialect;

class PostgresRetentionIT extends RetentionContract {
    PostgresRetentionIT() {
        super(Dialect.POSTGRESQL);
    }
}
