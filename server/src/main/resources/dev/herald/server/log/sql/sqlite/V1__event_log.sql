-- The event log. Times are milliseconds since 1970.

-- One row: where the log ends, and up to where it has forgotten everything.
CREATE TABLE event_log (
    id        INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch     INTEGER NOT NULL,
    tail      INTEGER NOT NULL,
    forgotten INTEGER NOT NULL
);

-- Everything appended, in order. An event of one topic has it in "topic"; one of several has them in "topics", a line
-- each, and a row for each in event_topics. A control record has neither.
CREATE TABLE event_records (
    pos    INTEGER NOT NULL PRIMARY KEY,   -- the rowid: appends go to the end of the tree
    at     INTEGER NOT NULL,
    kind   INTEGER NOT NULL,
    topic  TEXT,
    topics TEXT,
    name   TEXT,
    data   TEXT NOT NULL
);
CREATE INDEX event_records_by_topic ON event_records (topic) WHERE topic IS NOT NULL;   -- and by rowid within

CREATE TABLE event_topics (
    topic TEXT    NOT NULL,
    pos   INTEGER NOT NULL,
    PRIMARY KEY (topic, pos)
) WITHOUT ROWID;
CREATE INDEX event_topics_by_pos ON event_topics (pos);

-- Topics whose history is bounded by count: the last position that each has let go of.
CREATE TABLE event_topic_floors (
    topic TEXT    NOT NULL PRIMARY KEY,
    pos   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX event_topic_floors_by_pos ON event_topic_floors (pos);

CREATE TABLE idempotency_keys (
    key TEXT    NOT NULL PRIMARY KEY,
    pos INTEGER NOT NULL,
    at  INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (at);
