package dev.herald.server.log;

import java.time.InstantSource;

/** The contract, for the log that lives in this process. */
class MemoryEventLogTest extends EventLogContract {
    @Override
    protected EventLog open(LogBounds bounds, InstantSource clock) {
        return new MemoryEventLog(bounds.config(LogKind.MEMORY), clock);
    }

    /** It takes nothing from its queue before it is followed. */
    @Override
    protected void whileStalled(EventLog log, Runnable work) {
        work.run();
    }
}
