package dev.herald.server.log.sql;

import dev.herald.auth.Dialect;

class PostgresEventLogIT extends SqlEventLogContract {
    PostgresEventLogIT() {
        super(Dialect.POSTGRESQL);
    }
}
