package dev.herald.server.arch.planted.server.hub;

import java.sql.Connection;

interface SpeaksSql {
    Connection connection();
}
