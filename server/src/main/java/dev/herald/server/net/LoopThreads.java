package dev.herald.server.net;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;

/** Makes the threads of event loops, of a class of their own so that they are told from all others. Thread-safe. */
final class LoopThreads extends DefaultThreadFactory {
    LoopThreads(String name) {
        super(name, true);
    }

    @Override
    protected Thread newThread(Runnable task, String name) {
        return new LoopThread(threadGroup, task, name);
    }

    static boolean isOne(Thread thread) {
        return thread instanceof LoopThread;
    }

    /** Thread-safe. */
    private static final class LoopThread extends FastThreadLocalThread {
        LoopThread(ThreadGroup group, Runnable task, String name) {
            super(group, task, name);
        }
    }
}
