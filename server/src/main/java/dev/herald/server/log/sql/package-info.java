/**
 * The durable event log, on SQLite and PostgreSQL. In come appends, which one thread commits in groups; out go records
 * on the tail thread, in commit order, whether this node appended them or another did; pages of history are read on the
 * replay threads. What the two databases do differently is in {@link dev.herald.server.log.sql.LogDialect}.
 */
@NullMarked
package dev.herald.server.log.sql;

import org.jspecify.annotations.NullMarked;
