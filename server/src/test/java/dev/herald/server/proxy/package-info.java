/** nginx in front of a real server, with the very block that docs/DEPLOYMENT.md prints. */
@NullMarked
package dev.herald.server.proxy;

import org.jspecify.annotations.NullMarked;
