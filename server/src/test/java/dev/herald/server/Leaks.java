package dev.herald.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the test class after which a buffer is found that was dropped without its release. Registered for every class
 * of the module, by META-INF/services, before the first buffer is made. Thread-safe.
 */
public final class Leaks implements AfterAllCallback {
    private static final long COLLECTED_MILLIS_MAX = 10_000;
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Keeping());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent(LastLook.class);
        assertNone();
    }

    private static void assertNone() {
        List<String> leaks = find();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " buffers leaked, the first:\n" + leaks.get(0));
        }
    }

    /** The leaks since the last call, each with where it was made and touched. Blocks on garbage collections. */
    static List<String> find() {
        // A collection may find a buffer whose reference is queued only after that of the next one's canary.
        awaitCollection();
        awaitCollection();
        ByteBufAllocator.DEFAULT.buffer().release(); // the detector reports as the next buffer is made
        List<String> leaks = new ArrayList<>();
        for (String leak = FOUND.poll(); leak != null; leak = FOUND.poll()) {
            leaks.add(leak);
        }
        return leaks;
    }

    private static void awaitCollection() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
        try {
            System.gc();
            if (queue.remove(COLLECTED_MILLIS_MAX) != canary) {
                throw new AssertionError("no garbage collection within " + COLLECTED_MILLIS_MAX + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /**
     * What an instance for the whole class ({@code PER_CLASS}) has dropped with itself can be collected only when its class
     * is done with: the next class finds it, and after the last one the end of the run.
     */
    private static final class LastLook implements AutoCloseable {
        @Override
        public void close() {
            assertNone();
        }
    }

    /** Makes detectors that keep what they find instead of logging it. */
    private static final class Keeping extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // the method to implement; its replacement calls it
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> kind, int interval, long maxActive) {
            return new ResourceLeakDetector<>(kind, interval) {
                @Override
                protected void reportTracedLeak(String resource, String records) {
                    FOUND.add(resource + records);
                }

                @Override
                protected void reportUntracedLeak(String resource) {
                    FOUND.add(resource);
                }
            };
        }
    }
}
