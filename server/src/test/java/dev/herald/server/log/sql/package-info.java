/** The contract of every event log, on SQLite and PostgreSQL, and what is particular to these two. */
@NullMarked
package dev.herald.server.log.sql;

import org.jspecify.annotations.NullMarked;
