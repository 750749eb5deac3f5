package dev.herald.server.log.sql;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The end of an endless row of bytes: what is written overwrites what was written one capacity before. An address counts
 * from the row's beginning. The arrays are made as the row first comes to them, and then used for ever. Confined to
 * whoever holds the lock of {@link RecentWindow}.
 */
final class ByteRing {
    /** Numbers stand at addresses that this divides, and so never across two arrays. */
    static final int ALIGNMENT = Long.BYTES;

    /**
     * What the G1 collector never moves, up to heaps of 16 GB, for it takes up one of its regions or several; with the
     * array's header it fills them.
     */
    static final int CHUNK_BYTES = 4 * 1024 * 1024 - 16;

    private final int chunkBytes;
    private final @Nullable ByteBuffer[] chunks;

    /**
     * @param bytes that are held at least
     * @param chunkBytes in one array; aligned
     */
    ByteRing(int bytes, int chunkBytes) {
        this.chunkBytes = chunkBytes;
        this.chunks = new ByteBuffer[(bytes + chunkBytes - 1) / chunkBytes];
    }

    static int aligned(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    void putLong(long address, long value) {
        chunk(address).putLong(within(address), value);
    }

    void putInt(long address, int value) {
        chunk(address).putInt(within(address), value);
    }

    void put(long address, byte[] bytes) {
        int part;
        for (int done = 0; done < bytes.length; done += part) {
            part = Math.min(bytes.length - done, chunkBytes - within(address + done));
            chunk(address + done).put(within(address + done), bytes, done, part);
        }
    }

    long getLong(long address) {
        return chunk(address).getLong(within(address));
    }

    int getInt(long address) {
        return chunk(address).getInt(within(address));
    }

    byte[] get(long address, int length) {
        byte[] bytes = new byte[length];
        int part;
        for (int done = 0; done < length; done += part) {
            part = Math.min(length - done, chunkBytes - within(address + done));
            chunk(address + done).get(within(address + done), bytes, done, part);
        }
        return bytes;
    }

    private ByteBuffer chunk(long address) {
        int index = (int) (address / chunkBytes % chunks.length);
        ByteBuffer chunk = chunks[index];
        if (chunk == null) { // only for whoever writes: nobody reads where nothing was written
            chunk = ByteBuffer.allocate(chunkBytes);
            chunks[index] = chunk;
        }
        return chunk;
    }

    private int within(long address) {
        return (int) (address % chunkBytes);
    }
}
