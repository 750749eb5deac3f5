package dev.herald.server.stream;

/** The HTTP side of a stream that is being opened. Called once, on the channel's event loop. */
public interface StreamOpening {
    /**
     * The stream may begin: sends the response head and leaves this handler, for writes and for idleness, alone in the
     * pipeline.
     */
    void accepted(StreamHandler handler);

    /** The stream may not begin: answers so. */
    void refused(Refusal refusal);
}
