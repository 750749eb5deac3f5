package dev.herald.server.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT (Ctrl-C): the first asks for an orderly stop, a second, but not the first one sent twice, ends the process
 * at once. Shutdown hooks
 * alone cannot do that, for the JVM runs them once and takes no notice of a signal meanwhile. Thread-safe.
 */
final class StopSignals {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
    private static final int EXIT_CODE_BASE = 128; // as shells have it: 143 for SIGTERM, 130 for SIGINT

    /** Supervisors that signal a process and its group send the same signal twice. */
    private static final Duration SENT_TWICE = Duration.ofMillis(300);

    private final AtomicLong firstNanos = new AtomicLong(); // 0 before it
    private volatile int first;
    private final CountDownLatch asked = new CountDownLatch(1);

    private StopSignals() {}

    /** Takes the signals over from the JVM, for the rest of its life. Where it keeps them, none is ever heard here. */
    static StopSignals listen() {
        StopSignals signals = new StopSignals();
        try {
            signals.handle("TERM");
            signals.handle("INT");
        } catch (ReflectiveOperationException | RuntimeException e) { // no jdk.unsupported, or java -Xrs
            LOG.warn("msg=\"a second signal will not be heard\" cause=\"{}\"", e.toString());
        }
        return signals;
    }

    /** Waits for the first signal. Returns the code that the process should end with. */
    int await() throws InterruptedException {
        asked.await();
        return EXIT_CODE_BASE + first;
    }

    /** By name and not by type, since javac warns of sun.misc.Signal in a way that cannot be suppressed. */
    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        MethodHandle number = lookup.findVirtual(signal, "getNumber", MethodType.methodType(int.class));
        IntConsumer receive = this::received;
        MethodHandle received = lookup.findVirtual(
                        IntConsumer.class, "accept", MethodType.methodType(void.class, int.class))
                .bindTo(receive);
        Object receiver =
                MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.filterArguments(received, 0, number));
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), receiver);
    }

    /** On a thread of its own for each signal. */
    private void received(int number) {
        long now = System.nanoTime() | 1; // never 0
        long before = firstNanos.compareAndExchange(0, now);
        if (before == 0) {
            first = number;
            asked.countDown();
        } else if (now - before > SENT_TWICE.toNanos()) {
            LOG.warn("msg=\"second signal: ending at once\" streams=cut");
            Runtime.getRuntime().halt(EXIT_CODE_BASE + number);
        }
    }
}
