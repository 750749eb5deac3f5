package dev.herald.loadtest.load;

/** What one loop has seen. Confined to its event loop. */
final class LoopStats {
    final Counts counts = new Counts();
    final Reasons reasons = new Reasons();
    final Latencies delivery = new Latencies();
    final Latencies opening = new Latencies();
    final Latencies reopening = new Latencies();
    final Latencies acknowledgement = new Latencies();
    final Latencies sendLag = new Latencies();
    private final ThreadUse thread = new ThreadUse();
    int open;
    double cores;

    /** What {@link #take} gives, and what the calling thread has used since the last call. */
    Sample takeOnLoop() {
        cores = thread.take();
        return take();
    }

    /** The counters so far, and the latencies since the last call. */
    Sample take() {
        return new Sample(
                counts.copy(),
                reasons.copy(),
                open,
                cores,
                delivery.take(),
                opening.take(),
                reopening.take(),
                acknowledgement.take(),
                sendLag.take());
    }
}
