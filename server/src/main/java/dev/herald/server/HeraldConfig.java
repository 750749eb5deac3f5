package dev.herald.server;

import dev.herald.auth.AuthConfig;
import dev.herald.auth.DatabaseConfig;
import dev.herald.auth.TokenConfig;
import dev.herald.server.http.HttpConfig;
import dev.herald.server.log.LogConfig;
import dev.herald.server.net.NetConfig;
import dev.herald.server.stream.StreamConfig;

/** Every setting of a server, a record for each stage. Immutable. */
public record HeraldConfig(
        NetConfig net,
        HttpConfig http,
        StreamConfig stream,
        DrainConfig drain,
        LogConfig log,
        AuthConfig auth,
        DatabaseConfig database) {
    /** Where the database is unless said otherwise, below the working directory. */
    public static final String DATABASE_URL_DEFAULT = "jdbc:sqlite:herald-data/herald.db";

    /**
     * The defaults of every stage, for a service that embeds Herald.
     *
     * @param tokenSecret signs the access tokens (HS256): at least 32 bytes of UTF-8, the same on every node
     * @throws IllegalArgumentException if it is shorter
     */
    public static HeraldConfig defaults(String tokenSecret) {
        return new HeraldConfig(
                NetConfig.defaults(),
                HttpConfig.defaults(),
                StreamConfig.defaults(),
                DrainConfig.defaults(),
                LogConfig.defaults(),
                AuthConfig.defaults(TokenConfig.ofSecret(tokenSecret)),
                DatabaseConfig.of(DATABASE_URL_DEFAULT));
    }

    public HeraldConfig with(NetConfig net) {
        return new HeraldConfig(net, http, stream, drain, log, auth, database);
    }

    public HeraldConfig with(HttpConfig http) {
        return new HeraldConfig(net, http, stream, drain, log, auth, database);
    }

    public HeraldConfig with(StreamConfig stream) {
        return new HeraldConfig(net, http, stream, drain, log, auth, database);
    }

    public HeraldConfig with(DrainConfig drain) {
        return new HeraldConfig(net, http, stream, drain, log, auth, database);
    }

    public HeraldConfig with(LogConfig log) {
        return new HeraldConfig(net, http, stream, drain, log, auth, database);
    }

    public HeraldConfig with(AuthConfig auth) {
        return new HeraldConfig(net, http, stream, drain, log, auth, database);
    }

    public HeraldConfig with(DatabaseConfig database) {
        return new HeraldConfig(net, http, stream, drain, log, auth, database);
    }
}
