package dev.herald.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** A line plot as inline SVG: axes with round ticks, up to four lines, a legend. Confined to the thread that builds it. */
final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 260;
    private static final int LEFT = 64;
    private static final int RIGHT = 16;
    private static final int TOP = 34;
    private static final int BOTTOM = 42;
    private static final int TICKS = 5;
    private static final String[] COLOURS = {"#1f6feb", "#d1242f", "#8250df", "#1a7f37"};

    private record Line(String name, List<double[]> points) {}

    private final String title;
    private final String xTitle;
    private final List<Line> lines = new ArrayList<>();
    private List<String> xLabels = List.of();

    Plot(String title, String xTitle) {
        this.title = title;
        this.xTitle = xTitle;
    }

    /** Adds a line through points of x and y. */
    Plot line(String name, List<double[]> points) {
        lines.add(new Line(name, points));
        return this;
    }

    /** Names for x = 0, 1, 2 and so on, instead of numbers. */
    Plot labels(List<String> labels) {
        xLabels = labels;
        return this;
    }

    String svg() {
        double xMax = Math.max(1e-9, max(0));
        double yStep = roundStep(Math.max(1e-9, max(1)) / TICKS);
        double yMax = yStep * Math.ceil(Math.max(1e-9, max(1)) / yStep);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n<text x=\"%d\" y=\"18\" class=\"title\">%s</text>%n",
                WIDTH,
                HEIGHT,
                Html.escaped(title),
                LEFT,
                Html.escaped(title)));
        DoubleFunction<Double> toX = x -> LEFT + x / xMax * (WIDTH - LEFT - RIGHT);
        DoubleFunction<Double> toY = y -> HEIGHT - BOTTOM - y / yMax * (HEIGHT - TOP - BOTTOM);
        for (double y = 0; y < yMax + yStep / 2; y += yStep) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"grid\"/><text x=\"%d\" y=\"%.1f\" class=\"y\">%s</text>%n",
                    LEFT,
                    WIDTH - RIGHT,
                    toY.apply(y),
                    toY.apply(y),
                    LEFT - 6,
                    toY.apply(y) + 4,
                    tick(y, yStep)));
        }
        appendXTicks(svg, xMax, toX);
        for (int i = 0; i < lines.size(); i++) {
            appendLine(svg, i, toX, toY);
        }
        return svg.append("</svg>\n").toString();
    }

    private void appendXTicks(StringBuilder svg, double xMax, DoubleFunction<Double> toX) {
        double step = xLabels.isEmpty() ? roundStep(xMax / 8) : 1;
        for (double x = 0; x <= xMax + step / 1_000; x += step) {
            String label = xLabels.isEmpty() ? tick(x, step) : xLabels.get((int) Math.round(x));
            svg.append(text(toX.apply(x), HEIGHT - BOTTOM + 16, "x", label));
        }
        svg.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "x", xTitle));
    }

    private void appendLine(StringBuilder svg, int index, DoubleFunction<Double> toX, DoubleFunction<Double> toY) {
        Line line = lines.get(index);
        StringBuilder points = new StringBuilder();
        for (double[] point : line.points()) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", toX.apply(point[0]), toY.apply(point[1])));
        }
        String colour = COLOURS[index % COLOURS.length];
        svg.append("<polyline points=\"")
                .append(points)
                .append("\" stroke=\"")
                .append(colour)
                .append("\"/>\n");
        if (lines.size() > 1) {
            double x = WIDTH - RIGHT - 90.0 * (lines.size() - index);
            svg.append(String.format(
                    Locale.ROOT, "<rect x=\"%.1f\" y=\"10\" width=\"10\" height=\"10\" fill=\"%s\"/>", x, colour));
            svg.append(text(x + 14, 19, "legend", line.name()));
        }
    }

    private static String text(double x, double y, String styleClass, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>%n",
                x,
                y,
                styleClass,
                Html.escaped(text));
    }

    private double max(int axis) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(point -> point[axis])
                .max()
                .orElse(0);
    }

    /** 1, 2 or 5 times a power of ten, not below {@code least}. */
    static double roundStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * 0.999) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String tick(double value, double step) {
        int digits = (int) Math.max(0, -Math.floor(Math.log10(step)));
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
