/**
 * The browser examples in a real Chromium against a real server: pages come from another origin than the server, and
 * everything between the browser and the server passes a {@link dev.herald.server.browser.Link} that can be cut.
 */
@NullMarked
package dev.herald.server.browser;

import org.jspecify.annotations.NullMarked;
