-- Times are milliseconds since 1970. Ids compare byte by byte on both databases.

CREATE TABLE accounts (
    user_id       TEXT   NOT NULL PRIMARY KEY,
    email         TEXT   NOT NULL UNIQUE,      -- normalised
    password_hash TEXT   NOT NULL,             -- PHC string
    generation    BIGINT NOT NULL DEFAULT 0,   -- counts logins
    current_jti   TEXT,                        -- of the latest login; stays after its logout
    created_at    BIGINT NOT NULL
);

-- One row a login, until it expires.
CREATE TABLE sessions (
    jti        TEXT   NOT NULL PRIMARY KEY,
    user_id    TEXT   NOT NULL REFERENCES accounts (user_id) ON DELETE CASCADE,
    generation BIGINT NOT NULL,
    issued_at  BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Sessions and tokens that are refused before they expire. A token from elsewhere has no row above, its user no account.
CREATE TABLE ended_tokens (
    user_id    TEXT   NOT NULL,
    jti        TEXT   NOT NULL,
    kept_until BIGINT NOT NULL,
    PRIMARY KEY (user_id, jti)
);
CREATE INDEX ended_tokens_by_time ON ended_tokens (kept_until);
