-- What nodes that share a PostgreSQL know of each other. Times are milliseconds since 1970, by the database's clock.

CREATE TABLE nodes (
    node    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seen_at BIGINT           NOT NULL
);

-- How many streams a user has open on each node, where there are any.
CREATE TABLE node_streams (
    user_id TEXT COLLATE "C" NOT NULL,
    node    TEXT COLLATE "C" NOT NULL,
    streams INTEGER          NOT NULL,
    PRIMARY KEY (user_id, node)
);
CREATE INDEX node_streams_by_node ON node_streams (node);
