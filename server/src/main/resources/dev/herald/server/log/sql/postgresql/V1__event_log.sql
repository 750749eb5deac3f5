-- The event log. Times are milliseconds since 1970; names compare byte by byte.

-- One row: where the log ends, and up to where it has forgotten everything. Appenders take their positions by updating
-- it, and so one after the other: the order of positions is the order of commits, which a sequence would not give.
CREATE TABLE event_log (
    id        SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch     BIGINT NOT NULL,
    tail      BIGINT NOT NULL,
    forgotten BIGINT NOT NULL
) WITH (fillfactor = 10);   -- room for its versions on its one page

-- Everything appended, in order. An event of one topic has it in "topic"; one of several has them in "topics", a line
-- each, and a row for each in event_topics. A control record has neither.
CREATE TABLE event_records (
    pos    BIGINT   NOT NULL PRIMARY KEY,
    at     BIGINT   NOT NULL,
    kind   SMALLINT NOT NULL,
    topic  TEXT COLLATE "C",
    topics TEXT COLLATE "C",
    name   TEXT COLLATE "C",
    data   TEXT COLLATE "C" NOT NULL
);
CREATE INDEX event_records_by_topic ON event_records (topic, pos) WHERE topic IS NOT NULL;

CREATE TABLE event_topics (
    topic TEXT COLLATE "C" NOT NULL,
    pos   BIGINT           NOT NULL,
    PRIMARY KEY (topic, pos)
);
CREATE INDEX event_topics_by_pos ON event_topics (pos);

-- Topics whose history is bounded by count: the last position that each has let go of.
CREATE TABLE event_topic_floors (
    topic TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    pos   BIGINT           NOT NULL
);
CREATE INDEX event_topic_floors_by_pos ON event_topic_floors (pos);

CREATE TABLE idempotency_keys (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    pos BIGINT           NOT NULL,
    at  BIGINT           NOT NULL
);
CREATE INDEX idempotency_keys_by_time ON idempotency_keys (at);
