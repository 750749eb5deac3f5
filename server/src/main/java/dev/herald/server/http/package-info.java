/**
 * HTTP: from bytes to a call with a known caller, and from an answer to bytes. A request passes, on its channel's event
 * loop, {@code RequestDeadline -> codec -> BodyHandler -> TurnHandler -> RouteHandler -> AuthHandler ->
 * EndpointHandler}. A stream takes all of them out of the pipeline and puts its own handler there.
 */
@NullMarked
package dev.herald.server.http;

import org.jspecify.annotations.NullMarked;
