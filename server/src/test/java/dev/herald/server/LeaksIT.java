package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

/** That the watch on leaks sees one: without this its silence would prove nothing. */
class LeaksIT {
    @Test
    void findsABufferThatNobodyReleased() {
        ByteBufAllocator.DEFAULT.buffer().release();
        assertThat(Leaks.find()).isEmpty();

        drop();
        assertThat(Leaks.find()).hasSize(1);
    }

    private static void drop() {
        ByteBufAllocator.DEFAULT.directBuffer().writeLong(1);
    }
}
