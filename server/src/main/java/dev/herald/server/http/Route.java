package dev.herald.server.http;

import io.netty.handler.codec.http.HttpMethod;
import java.util.List;

/**
 * What is served where, and to whom. Immutable.
 *
 * @param path without its trailing slash; a part {@code {user}} takes any one segment
 */
record Route(HttpMethod method, String path, Access access, ErrorFormat errors, Endpoint endpoint) {
    private static final String USER_PART = "{user}";

    static Route of(HttpMethod method, String path, Access access, Endpoint endpoint) {
        return new Route(method, path, access, ErrorFormat.PROBLEM, endpoint);
    }

    static Route stream(String path, Access access, Endpoint endpoint) {
        return new Route(HttpMethod.GET, path, access, ErrorFormat.EVENT, endpoint);
    }

    boolean takes(HttpMethod asked) {
        return asked.equals(method) || (asked.equals(HttpMethod.HEAD) && hasHead());
    }

    /** What it takes. */
    List<HttpMethod> methods() {
        return hasHead() ? List.of(method, HttpMethod.HEAD) : List.of(method);
    }

    /**
     * HEAD is GET without the body, which the codec leaves out (RFC 9110, section 9.3.2); a stream is nothing but its body.
     */
    private boolean hasHead() {
        return method.equals(HttpMethod.GET) && errors == ErrorFormat.PROBLEM;
    }

    /** Whether this is the path, still percent-encoded and without its trailing slash. */
    boolean isAt(String rawPath) {
        int part = path.indexOf(USER_PART);
        return part < 0 ? path.equals(rawPath) : !userPart(rawPath, part).isEmpty();
    }

    /** The segment in the place of {@code {user}}, still percent-encoded; empty if there is none. */
    String userPart(String rawPath) {
        int part = path.indexOf(USER_PART);
        return part < 0 ? "" : userPart(rawPath, part);
    }

    private String userPart(String rawPath, int part) {
        String suffix = path.substring(part + USER_PART.length());
        int end = rawPath.length() - suffix.length();
        if (end <= part || !rawPath.startsWith(path.substring(0, part)) || !rawPath.endsWith(suffix)) {
            return "";
        }
        String segment = rawPath.substring(part, end);
        return segment.indexOf('/') < 0 ? segment : "";
    }
}
