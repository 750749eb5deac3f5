package dev.herald.server.browser;

import dev.herald.server.HeraldConfig;
import dev.herald.server.Settings;
import dev.herald.server.program.RunningHerald;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A server, a link to it, and a site of another origin that the server allows. Thread-safe.
 *
 * @param site where pages come from
 * @param link the only way from the browser to the server
 */
record Scene(StaticSite site, RunningHerald herald, Link link) implements AutoCloseable {
    /** Starts a server of the defaults but for these changes. */
    static Scene start(List<UnaryOperator<HeraldConfig>> changes) throws IOException {
        StaticSite site = StaticSite.start();
        List<UnaryOperator<HeraldConfig>> all = new ArrayList<>(changes);
        all.add(Settings.origins(site.origin()));
        RunningHerald herald = RunningHerald.start(all);
        return new Scene(site, herald, Link.to(herald.port()));
    }

    /** The address of a page of the allowed origin. */
    String page(String path) {
        return site.origin() + path;
    }

    String streamUrl() {
        return link.uri() + "/api/v1/auth/sse/notifications/";
    }

    /** Begins a session from the page that is open; the browser keeps its cookie. */
    void logInFrom(Browser browser) {
        Object status = browser.run("""
                const response = await fetch(args[0] + '/api/v1/auth/login/', {
                  method: 'POST', credentials: 'include', headers: { 'Content-Type': 'application/json' },
                  body: JSON.stringify({ email: args[1], password: args[2] }),
                });
                return response.status;
                """, link.uri().toString(), RunningHerald.EMAIL, RunningHerald.PASSWORD);
        if (!Long.valueOf(200).equals(status)) {
            throw new AssertionError("login from the page: " + status);
        }
    }

    @Override
    public void close() throws IOException {
        link.close();
        herald.close();
        site.close();
    }
}
