package dev.herald.server.log.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteRingTest {
    private static final int CAPACITY = 64;
    private static final int CHUNK = 16;

    private final ByteRing ring = new ByteRing(CAPACITY, CHUNK);

    @Test
    void givesBackBytesOfEveryLengthAtEveryPlace() {
        Random random = new Random(1);
        for (int address = 0; address < 3 * CAPACITY; address++) {
            for (int length = 0; length <= CAPACITY; length++) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                ring.put(address, bytes);
                assertThat(ring.get(address, length))
                        .as("%d bytes at %d", length, address)
                        .isEqualTo(bytes);
            }
        }
    }

    @Test
    void givesBackNumbersAtEveryAlignedPlace() {
        for (int address = 0; address < 3 * CAPACITY; address += ByteRing.ALIGNMENT) {
            ring.putLong(address, Long.MAX_VALUE - address);
            assertThat(ring.getLong(address)).isEqualTo(Long.MAX_VALUE - address);
            ring.putInt(address, -address);
            ring.putInt(address + Integer.BYTES, address);
            assertThat(ring.getInt(address)).isEqualTo(-address);
            assertThat(ring.getInt(address + Integer.BYTES)).isEqualTo(address);
        }
    }

    @Test
    void holdsTheLastCapacityOfWhatWasWritten() {
        byte[] row = new byte[10 * CAPACITY];
        new Random(2).nextBytes(row);
        long far = 1L << 40; // addresses never come to an end
        for (int i = 0; i < row.length; i++) {
            ring.put(far + i, new byte[] {row[i]});
            int held = Math.min(i + 1, CAPACITY);
            byte[] expected = Arrays.copyOfRange(row, i + 1 - held, i + 1);
            assertThat(ring.get(far + i + 1 - held, held)).isEqualTo(expected);
        }
    }
}
