package dev.herald.server.net;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Event loops that leave no channel open when they end.
 *
 * <p>Netty's own loop closes its channels if it finds, once a turn, before it runs its tasks, that it shall end. Told so
 * behind that question, and with no quiet period, it ends after that very turn with every channel open: descriptors and
 * waiting bytes are lost, and no client hears of it. A loop that has just run a task, as when streams have been told to
 * go, is nearly always in that part of its turn. Thread-safe.
 */
final class SocketLoops extends MultiThreadIoEventLoopGroup {
    SocketLoops(int count, ThreadFactory threads, IoHandlerFactory ioHandlers) {
        super(count, threads, ioHandlers);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory ioHandlers, Object... arguments) {
        return new SocketLoop(this, executor, ioHandlers);
    }

    /** Thread-safe. */
    private static final class SocketLoop extends SingleThreadIoEventLoop {
        SocketLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory ioHandlers) {
            super(group, executor, ioHandlers);
        }

        @Override
        protected void run() {
            super.run();
            ioHandler().prepareToDestroy(); // closes what is open; the tasks that come of it are still run
        }
    }
}
