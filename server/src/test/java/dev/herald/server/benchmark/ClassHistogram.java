package dev.herald.server.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What lives in a process's heap, by class. Immutable.
 *
 * @param byClass by the virtual machine's name of the class, {@code [B} for an array of bytes
 */
record ClassHistogram(Map<String, Count> byClass) {
    private static final Pattern LINE = Pattern.compile("^ *\\d+: +(\\d+) +(\\d+) +(\\S+)", Pattern.MULTILINE);

    ClassHistogram {
        byClass = Map.copyOf(byClass);
    }

    /** Collects all garbage and counts the rest, as {@code jcmd GC.class_histogram} does. Stops the process meanwhile. */
    static ClassHistogram ofLive() {
        try {
            ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
            return parsed((String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(commands, "gcClassHistogram", new Object[] {new String[0]}, new String[] {
                        String[].class.getName()
                    }));
        } catch (JMException e) {
            throw new IllegalStateException("this virtual machine counts no objects", e);
        }
    }

    /** The same of another process of this user, by the jcmd of this JDK. */
    static ClassHistogram ofLive(ProcessHandle process) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (InputStream answer = asked.getInputStream()) {
            return parsed(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static ClassHistogram parsed(String text) {
        Map<String, Count> byClass = new HashMap<>();
        for (Matcher line = LINE.matcher(text); line.find(); ) {
            Count count = new Count(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)));
            byClass.merge(line.group(3), count, Count::plus); // two loaders may have a class of the same name
        }
        if (byClass.isEmpty()) {
            throw new IllegalArgumentException("not a histogram: " + text);
        }
        return new ClassHistogram(byClass);
    }

    Count of(String className) {
        return byClass.getOrDefault(className, Count.NONE);
    }

    /** What there is more of here than there. */
    ClassHistogram minus(ClassHistogram other) {
        Map<String, Count> more = new HashMap<>();
        byClass.forEach((name, count) -> more.put(name, count.minus(other.of(name))));
        return new ClassHistogram(more);
    }

    long bytes() {
        return byClass.values().stream().mapToLong(Count::bytes).sum();
    }

    record Count(long instances, long bytes) {
        static final Count NONE = new Count(0, 0);

        Count plus(Count other) {
            return new Count(instances + other.instances, bytes + other.bytes);
        }

        Count minus(Count other) {
            return new Count(instances - other.instances, bytes - other.bytes);
        }
    }
}
