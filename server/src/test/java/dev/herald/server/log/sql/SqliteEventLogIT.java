package dev.herald.server.log.sql;

import dev.herald.auth.Dialect;

class SqliteEventLogIT extends SqlEventLogContract {
    SqliteEventLogIT() {
        super(Dialect.SQLITE);
    }
}
