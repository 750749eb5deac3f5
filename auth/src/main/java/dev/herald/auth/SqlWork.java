package dev.herald.auth;

import java.sql.Connection;
import java.sql.SQLException;

/** What is done with a connection while one has it. */
@FunctionalInterface
public interface SqlWork<T> {
    T run(Connection connection) throws SQLException;
}
