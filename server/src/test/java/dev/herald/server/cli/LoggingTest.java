package dev.herald.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoggingTest {
    private static final String HOSTILE = "user=\"a\r\nlevel=ERROR forged\"";

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void writesOneLineWhateverTheEntryHolds() throws Exception {
        String line = line("TEXT", HOSTILE, null);
        assertThat(line).matches("time=\\S+T\\S+ level=WARN thread=main logger=Test user=\"a_level=ERROR forged\"\n");
        String failure = line("TEXT", "msg=\"failed\"", new IllegalStateException("two\nlines"));
        assertThat(failure).contains("msg=\"failed\" exception=java.lang.IllegalStateException: two | lines | at ");
        assertThat(failure.lines()).hasSize(1);
    }

    @Test
    void writesJsonWhereAsked() throws Exception {
        String line = line("JSON", HOSTILE, new IllegalStateException("two\nlines"));
        assertThat(line.lines()).hasSize(1);
        assertThat(line).startsWith("{").contains("\"level\":\"WARN\"", "\"formattedMessage\":", "two\\nlines");
    }

    @Test
    void isAsLoudAsToldAndLibrariesAreQuieter() throws Exception {
        configure("TEXT", "DEBUG");
        assertThat(context.getLogger("dev.herald").isDebugEnabled()).isTrue();
        assertThat(context.getLogger("io.netty.channel").isInfoEnabled()).isFalse();
        configure("TEXT", "OFF");
        assertThat(context.getLogger("dev.herald").isErrorEnabled()).isFalse();
    }

    private String line(String format, String message, Throwable thrown) throws Exception {
        Logger root = configure(format, "INFO");
        ConsoleAppender<ILoggingEvent> appender = (ConsoleAppender<ILoggingEvent>) root.getAppender(format);
        LoggingEvent event =
                new LoggingEvent("fqcn", context.getLogger("dev.herald.Test"), Level.WARN, message, thrown, null);
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }

    private Logger configure(String format, String level) throws Exception {
        context.reset();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("herald.logging.format", format);
        context.putProperty("herald.logging.level", level);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(getClass().getResource("logback.xml"));
        return context.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
