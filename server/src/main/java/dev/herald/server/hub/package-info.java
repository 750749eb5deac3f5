/**
 * From the log's tail to every stream concerned. In come batches of records from the log's tail, one at a time; each
 * event is encoded once; each loop is handed its share, and takes together what has gathered; out come
 * frames to subscribers, on the event loop that owns them, found through that loop's map from topic to group.
 */
@NullMarked
package dev.herald.server.hub;

import org.jspecify.annotations.NullMarked;
