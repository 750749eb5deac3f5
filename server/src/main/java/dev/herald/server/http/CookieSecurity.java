package dev.herald.server.http;

/** Whether browsers may send the session cookie over plain HTTP. Behind a proxy that ends TLS, only SECURE is right. */
public enum CookieSecurity {
    PLAIN,
    SECURE
}
