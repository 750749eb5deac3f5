package dev.herald.loadtest;

import dev.herald.loadtest.proxy.FaultPlan;
import dev.herald.loadtest.proxy.FaultProxy;
import dev.herald.loadtest.report.Verdict;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What goes wrong on purpose, on the streams' side. Confined to the main thread. */
@Command(optionListHeading = "%nFaults:%n")
final class FaultOptions {
    @Option(
            names = "--stall",
            paramLabel = "SHARE",
            description =
                    "Share of the streams, 0 to 1, that stop reading while the run is measured; what they receive is"
                            + " checked, but is in no latency")
    private double stall;

    @Option(
            names = "--reconnect-herd",
            paramLabel = "TIME",
            description = "So long into the measured time, close all streams and open them again at once")
    private @Nullable Duration herd;

    @Option(
            names = "--through-proxy",
            paramLabel = "FAULTS",
            description = "Open the streams through a proxy that fails, such as delay=20ms,cut=0.01,stall=0.05: each"
                    + " second that share of the connections is reset, or stands still for a second")
    private @Nullable FaultPlan faults;

    /** Whether streams may end by what is done to them here; a herd's are opened again, and have to stay open. */
    Verdict.Streams streams() {
        return faults == null && stall == 0 ? Verdict.Streams.LEFT_ALONE : Verdict.Streams.DISTURBED;
    }

    double stalledShare() {
        WrongUsage.unless(stall >= 0 && stall <= 1, "--stall must be from 0 to 1");
        return stall;
    }

    /** @param measured after which it would be too late */
    @Nullable
    Duration herdAt(Duration measured) {
        WrongUsage.unless(
                herd == null || herd.compareTo(measured) <= 0, "--reconnect-herd must come within --duration");
        return herd;
    }

    /** A proxy before the server that fails as it was asked to, for the caller to close; null if it was not. */
    @Nullable
    FaultProxy proxyBefore(InetSocketAddress server) {
        if (faults == null) {
            return null;
        }
        FaultProxy proxy = FaultProxy.before(server);
        proxy.follow(faults);
        return proxy;
    }
}
