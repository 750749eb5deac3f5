package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** That the watch on leaks sees them, the last of a class too: without this its silence would prove nothing. */
class LeaksIT {
    @Test
    void findsABufferThatNobodyReleased() {
        ByteBufAllocator.DEFAULT.buffer().release();
        assertThat(Leaks.find()).isEmpty();

        drop();
        assertThat(Leaks.find()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {InItsTest.class, AfterItsTest.class, OnAnotherThread.class, WithItsInstance.class, ForGood.class
            })
    void failsTheRunWhoseLastTestLeaks(Class<?> leaking) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(leaking))
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsSucceededCount()).as(failures(summary)).isEqualTo(1);
        assertThat(summary.getFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getException())
                        .hasMessageStartingWith("1 buffers leaked")
                        .hasMessageContaining(leaking.getSimpleName()));
    }

    private static String failures(TestExecutionSummary summary) {
        StringWriter text = new StringWriter();
        summary.printFailuresTo(new PrintWriter(text, true));
        return text.toString();
    }

    private static ByteBuf drop() {
        return ByteBufAllocator.DEFAULT.directBuffer().writeLong(1);
    }

    static final class InItsTest {
        @Test
        void leaks() {
            ByteBufAllocator.DEFAULT.directBuffer().writeLong(1);
        }
    }

    static final class AfterItsTest {
        @Test
        void isFine() {}

        @AfterEach
        void leaks() {
            ByteBufAllocator.DEFAULT.directBuffer().writeLong(1);
        }
    }

    static final class OnAnotherThread {
        @Test
        void leaks() throws InterruptedException {
            Thread thread =
                    new Thread(() -> ByteBufAllocator.DEFAULT.directBuffer().writeLong(1));
            thread.start();
            thread.join();
        }
    }

    static final class WithItsInstance {
        private final ByteBuf kept = ByteBufAllocator.DEFAULT.directBuffer();

        @Test
        void leaks() {
            kept.writeLong(1);
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static final class ForGood {
        private final ByteBuf kept = ByteBufAllocator.DEFAULT.directBuffer();

        @Test
        void leaks() {
            kept.writeLong(1);
        }
    }
}
