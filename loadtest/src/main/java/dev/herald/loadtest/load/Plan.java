package dev.herald.loadtest.load;

import dev.herald.loadtest.wire.Requests;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do in a run.
 *
 * @param subscribeAt where streams are opened: the server, or a proxy before it
 * @param publishAt where events are published
 * @param secret for signing the tokens; none if the server asks for no tokens
 * @param streams the subscribers and how they are opened
 * @param publishing the events and their rate
 * @param warmup events of this long are checked but not measured
 * @param duration events of this long after it are both
 * @param drain how long to wait at most for what is still on its way
 * @param openingMax how long to wait at most, after the ramp, for streams that are not open yet
 * @param tick how often a loop looks at its sockets and at what is due; zero for at once
 */
public record Plan(
        InetSocketAddress subscribeAt,
        InetSocketAddress publishAt,
        Requests requests,
        Optional<String> secret,
        String namePrefix,
        Streams streams,
        Publishing publishing,
        Duration warmup,
        Duration duration,
        Duration drain,
        Duration openingMax,
        Duration tick) {

    /**
     * The subscribers.
     *
     * @param users how many users they are spread over
     * @param topics how many topics, if topics are the target
     * @param rampPerSecond how many are opened a second, in all
     * @param sources local addresses to bind to, in turn; none leaves it to the system
     * @param receiveBufferBytes SO_RCVBUF; 0 leaves it to the system
     * @param stalledShare the share of streams, 0 to 1, that stop reading until publishing has ended
     * @param herdAt when, counted from the end of the warm-up, all streams are closed and opened again at once
     */
    public record Streams(
            int count,
            int users,
            int topics,
            int rampPerSecond,
            int loops,
            List<InetAddress> sources,
            int receiveBufferBytes,
            double stalledShare,
            Optional<Duration> herdAt) {}

    /**
     * The events.
     *
     * @param perSecond 0 for none: streams are only held
     * @param payloadBytes at least the length of a stamp
     * @param connections each with its own share of the targets, so that the order within a target is kept
     * @param batch so many events in a row go to the same connection
     * @param inFlightMax most unanswered publishes on a connection; 1 for servers that do not take pipelining
     */
    public record Publishing(
            TargetKind target, double perSecond, int payloadBytes, int connections, int batch, int inFlightMax) {}

    /** Whether the streams are opened through a proxy. */
    boolean isProxied() {
        return !subscribeAt.equals(publishAt);
    }

    /** How many targets there are. */
    int targets() {
        return switch (publishing.target()) {
            case USER -> streams.users();
            case TOPIC -> streams.topics();
            case BROADCAST -> 1;
        };
    }

    /** When the events are due, the first at {@code startNanos}. */
    Schedule schedule(long startNanos) {
        double seconds = (warmup.toNanos() + duration.toNanos()) / 1e9;
        long events = Math.round(publishing.perSecond() * seconds);
        int lanes = Math.min(publishing.connections(), targets());
        return new Schedule(startNanos, publishing.perSecond(), events, targets(), lanes, publishing.batch());
    }

    /**
     * Whether one thread sends and receives, so that a tick wakes one and not two. A broadcast would be sent late there,
     * while the loop reads the one before from every stream.
     */
    boolean publishesWhereItReads() {
        return !tick.isZero() && publishing.target() != TargetKind.BROADCAST;
    }

    /** The target that a stream has to receive. */
    int targetOf(int stream) {
        return stream % targets();
    }

    String userOf(int stream) {
        return namePrefix + stream % streams.users();
    }

    /** The name of a target: the user's or the topic's. */
    String nameOf(int target) {
        return namePrefix + target;
    }
}
