package dev.herald.loadtest.report;

import dev.herald.loadtest.load.Metric;
import dev.herald.loadtest.load.Outcome;
import dev.herald.loadtest.load.Second;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The outcome as one HTML page that needs no other file: verdict, summary, plots, all figures. Immutable. */
public final class HtmlReport {
    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; color: #1f2328; margin: 2em auto; max-width: 84em; padding: 0 1em }
            h1 { font-size: 1.4em } h2 { font-size: 1.1em; margin-top: 2em }
            code, pre { font: 13px/1.6 ui-monospace, monospace; background: #f6f8fa; border-radius: 6px }
            pre { padding: 1em; white-space: pre-wrap }
            .passed { color: #1a7f37 } .failed { color: #d1242f }
            .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(30em, 1fr)); gap: 1em }
            svg { border: 1px solid #d1d9e0; border-radius: 6px; font-size: 11px }
            svg .title { font-size: 13px; font-weight: 600 } svg .grid { stroke: #e4e8ec }
            svg .y { text-anchor: end } svg .x { text-anchor: middle } svg text { fill: #59636e }
            polyline { fill: none; stroke-width: 1.8; stroke-linejoin: round }
            table { border-collapse: collapse } td { padding: .15em 1em; border-bottom: 1px solid #e4e8ec }
            td + td { text-align: right; font-variant-numeric: tabular-nums }
            """;

    private HtmlReport() {}

    /** The page. {@code violations} are the thresholds missed. */
    public static String of(String command, Outcome outcome, List<String> violations) {
        String verdict = violations.isEmpty() ? "passed" : "failed";
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\"><title>Load test: " + verdict
                + "</title>\n<style>\n" + STYLE + "</style></head><body>\n");
        page.append("<h1>Load test: <span class=\"" + verdict + "\">" + verdict + "</span></h1>\n");
        violations.forEach(each ->
                page.append("<p class=\"failed\">").append(Html.escaped(each)).append("</p>\n"));
        page.append("<p><code>").append(Html.escaped(command)).append("</code></p>\n");
        page.append("<pre>").append(Html.escaped(Summary.of(outcome).strip())).append("</pre>\n");
        page.append("<h2>Plots</h2>\n<div class=\"plots\">\n");
        plots(outcome).forEach(plot -> page.append(plot.svg()));
        page.append("</div>\n<h2>All figures</h2>\n<table>\n");
        for (Metric metric : Metric.values()) {
            outcome.figure(metric)
                    .ifPresent(value -> page.append("<tr><td>" + metric.text() + "</td><td>"
                            + Html.escaped(Numbers.withUnit(value, metric.unit())) + "</td></tr>\n"));
        }
        return page.append("</table>\n</body></html>\n").toString();
    }

    private static List<Plot> plots(Outcome outcome) {
        List<Second> timeline = outcome.timeline();
        List<Plot> plots = new ArrayList<>();
        if (!outcome.delivery().isEmpty()) {
            plots.add(percentiles(outcome));
            List<Second> measured =
                    timeline.stream().filter(second -> second.maxMillis() > 0).toList();
            plots.add(new Plot("Latency over time, ms", "seconds")
                    .line("median", over(measured, Second::p50Millis))
                    .line("99 %", over(measured, Second::p99Millis))
                    .line("slowest", over(measured, Second::maxMillis)));
        }
        plots.add(new Plot("Deliveries a second", "seconds").line("", over(timeline, Second::deliveriesPerSecond)));
        plots.add(new Plot("Open streams", "seconds").line("", over(timeline, Second::open)));
        if (outcome.figure(Metric.SERVER_RSS).isPresent()) {
            plots.add(new Plot("CPU, cores", "seconds")
                    .line("server", over(timeline, Second::serverCores))
                    .line("this tool", over(timeline, Second::toolCores)));
            plots.add(new Plot("Server's resident memory, MB", "seconds")
                    .line("", over(timeline, Second::serverMegabytes)));
        }
        return plots;
    }

    /** One more nine at every second step, so that the tail is as wide as the body. */
    private static Plot percentiles(Outcome outcome) {
        double[] percentiles = {0, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 100};
        List<double[]> points = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < percentiles.length; i++) {
            points.add(new double[] {i, outcome.delivery().millisAt(percentiles[i])});
            labels.add(Double.toString(percentiles[i]).replaceAll("\\.0$", ""));
        }
        return new Plot("Latency by percentile, ms", "percent of deliveries within")
                .labels(labels)
                .line("", points);
    }

    private static List<double[]> over(List<Second> timeline, ToDoubleFunction<Second> value) {
        return timeline.stream()
                .map(second -> new double[] {second.at(), value.applyAsDouble(second)})
                .toList();
    }
}
