package dev.herald.loadtest.load;

import dev.herald.loadtest.load.Timeline.Mark;
import java.util.EnumMap;
import java.util.Map;

/** Works out a run's figures from what was counted. Confined to the thread that runs the test. */
final class Figures {
    private final Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    private final Plan plan;
    private final Timeline timeline;
    private final Shortfall shortfall;
    private final Counts counts;

    Figures(
            Plan plan,
            Timeline timeline,
            Shortfall shortfall,
            Mark before,
            Mark opened,
            Mark measureBegin,
            Mark measureEnd) {
        this.plan = plan;
        this.timeline = timeline;
        this.shortfall = shortfall;
        this.counts = timeline.mark().counts();
        addStreams(before, opened);
        addPublishes(measureBegin, measureEnd);
        addDeliveries(measureBegin, measureEnd);
        addProcesses(before, opened, measureBegin, measureEnd);
    }

    Outcome outcome() {
        return new Outcome(
                figures,
                timeline.delivery(),
                timeline.seconds(),
                timeline.reasons().snapshot());
    }

    private void addStreams(Mark before, Mark opened) {
        int streams = plan.streams().count();
        put(Metric.STREAMS, streams);
        put(Metric.OPENED, Count.OPENED);
        put(Metric.UNOPENED, streams - counts.of(Count.OPENED));
        put(Metric.OPEN_RATE, opened.counts().of(Count.OPENED) / opened.secondsSince(before));
        put(Metric.OPEN_P50, timeline.opening().millisAt(50));
        put(Metric.OPEN_P99, timeline.opening().millisAt(99));
        put(Metric.OPEN_FAILURES, Count.OPEN_FAILED);
        put(Metric.REFUSED, Count.REFUSED);
        put(Metric.DISCONNECTS, Count.DISCONNECTED);
        put(Metric.REOPENED, Count.REOPENED);
        if (!timeline.reopening().isEmpty()) {
            put(Metric.REOPEN_P99, timeline.reopening().millisAt(99));
        }
        if (plan.streams().herdAt().isPresent()) {
            put(Metric.HERD_MISSING, shortfall.herdRest());
            if (shortfall.herdRest() == 0) {
                put(Metric.HERD_TIME, shortfall.herdNanos() / 1e6);
            }
        }
    }

    private void addPublishes(Mark begin, Mark end) {
        put(Metric.PUBLISH_REFUSED, Count.PUBLISH_REFUSED);
        put(Metric.PUBLISH_UNKNOWN, Count.PUBLISH_UNKNOWN);
        put(Metric.UNSENT, Count.UNSENT);
        if (plan.publishing().perSecond() == 0) {
            return;
        }
        put(Metric.PUBLISHED, Count.ACKNOWLEDGED);
        long measured = end.counts().of(Count.ACKNOWLEDGED) - begin.counts().of(Count.ACKNOWLEDGED);
        put(Metric.PUBLISH_RATE, measured / end.secondsSince(begin));
        if (timeline.acknowledgement().isEmpty()) {
            return;
        }
        put(Metric.ACK_P50, timeline.acknowledgement().millisAt(50));
        put(Metric.ACK_P99, timeline.acknowledgement().millisAt(99));
        put(Metric.ACK_MAX, timeline.acknowledgement().millisMax());
        put(Metric.SEND_LAG_P99, timeline.sendLag().millisAt(99));
    }

    private void addDeliveries(Mark begin, Mark end) {
        long right = counts.of(Count.DELIVERED) - counts.of(Count.DUPLICATE) - counts.of(Count.MISROUTED);
        if (plan.publishing().perSecond() > 0) {
            put(Metric.EXPECTED, right + shortfall.lost());
            put(Metric.DELIVERED, right);
        }
        put(Metric.DELIVERY_RATE, end.deliveredSince(begin) / end.secondsSince(begin));
        put(Metric.LOST, shortfall.lost());
        put(Metric.LOSSY_STREAMS, shortfall.lossyStreams());
        put(Metric.DUPLICATES, Count.DUPLICATE);
        put(Metric.REORDERED, Count.REORDERED);
        put(Metric.MISROUTED, Count.MISROUTED);
        put(Metric.DELIVERED_REFUSED, shortfall.refused());
        put(Metric.SKIPPED, shortfall.skipped());
        put(Metric.RESETS, Count.RESET);
        put(Metric.HEARTBEATS, Count.HEARTBEAT);
        put(Metric.FOREIGN, Count.FOREIGN);
        Latencies latencies = timeline.delivery();
        if (latencies.isEmpty()) {
            return;
        }
        put(Metric.P50, latencies.millisAt(50));
        put(Metric.P90, latencies.millisAt(90));
        put(Metric.P99, latencies.millisAt(99));
        put(Metric.P999, latencies.millisAt(99.9));
        put(Metric.P9999, latencies.millisAt(99.99));
        put(Metric.MAX, latencies.millisMax());
        put(Metric.MEAN, latencies.millisMean());
    }

    private void addProcesses(Mark before, Mark opened, Mark begin, Mark end) {
        double seconds = end.secondsSince(begin);
        long delivered = end.deliveredSince(begin);
        double toolCpu = end.toolCpuSeconds() - begin.toolCpuSeconds();
        if (!Double.isNaN(toolCpu)) {
            put(Metric.TOOL_CORES, toolCpu / seconds);
            put(Metric.TOOL_BUSIEST_LOOP, (end.busiestSeconds() - begin.busiestSeconds()) / seconds);
            if (delivered > 0) {
                put(Metric.TOOL_CPU_PER_DELIVERY, toolCpu * 1e6 / delivered);
            }
        }
        ProcessUse atBegin = begin.server();
        ProcessUse atEnd = end.server();
        if (atBegin == null || atEnd == null) {
            return;
        }
        double serverCpu = atEnd.cpuSeconds() - atBegin.cpuSeconds();
        put(Metric.SERVER_CORES, serverCpu / seconds);
        put(Metric.SERVER_RSS, atEnd.residentBytes() / 1e6);
        if (delivered > 0) {
            put(Metric.SERVER_CPU_PER_DELIVERY, serverCpu * 1e6 / delivered);
        } else if (end.open() > 0) {
            put(Metric.SERVER_CPU_PER_STREAM_SECOND, serverCpu * 1e6 / seconds / end.open());
        }
        ProcessUse atFirst = before.server();
        ProcessUse whenOpened = opened.server();
        if (opened.open() > 0 && atFirst != null && whenOpened != null) {
            long grown = whenOpened.residentBytes() - atFirst.residentBytes();
            put(Metric.SERVER_RSS_PER_STREAM, grown / 1e3 / opened.open());
        }
    }

    private void put(Metric metric, Count count) {
        put(metric, counts.of(count));
    }

    private void put(Metric metric, long value) {
        put(metric, (double) value);
    }

    private void put(Metric metric, double value) {
        figures.put(metric, value);
    }
}
