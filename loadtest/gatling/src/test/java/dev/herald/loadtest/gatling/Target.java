package dev.herald.loadtest.gatling;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** The server under load, and what a run must know of it. Thread-safe. */
interface Target {
    URI url();

    /** What it signs and verifies access tokens with (HS256). */
    String tokenSecret();

    /** Records with {@code email} and {@code password}, each of an account that nobody else logs in to meanwhile. */
    List<Map<String, Object>> accounts();
}
