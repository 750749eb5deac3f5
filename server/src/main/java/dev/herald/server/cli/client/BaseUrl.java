package dev.herald.server.cli.client;

import dev.herald.server.net.NetConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** Where a server is, and its endpoints below that. Immutable. */
public record BaseUrl(String text) {
    public static final String DEFAULT = "http://127.0.0.1:8000";

    private static final int PORT_MAX = 65_535;
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /** The URL by which this machine reaches a server that listens as configured. */
    public static BaseUrl of(NetConfig net) {
        String host = WILDCARDS.contains(net.host()) ? "127.0.0.1" : net.host();
        return new BaseUrl("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + net.port());
    }

    /** Takes {@code http://HOST[:PORT][/PATH]}, and the same with https; empty for anything else. */
    public static Optional<BaseUrl> parse(String typed) {
        try {
            URI uri = new URI(typed);
            boolean valid = uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() <= PORT_MAX
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return valid ? Optional.of(new BaseUrl(typed.replaceFirst("/+$", ""))) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    URI at(String path) {
        return URI.create(text + path);
    }
}
