package dev.herald.server.log.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.herald.protocol.NewEvent;
import dev.herald.protocol.Position;
import dev.herald.protocol.Topic;
import dev.herald.server.log.Event;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The newest events, as bytes: as objects they would be some ten each, and the collector would copy them all.
 *
 * <p>An event lies in the ring as a head (its length, the count of its topics, position, time, and the place and lengths
 * of the text), an entry for each of its topics, and its name and data. Topics are sorted into buckets, and an entry has
 * the address and the position of the entry before it in its bucket. So a topic's events are found from the newest
 * backwards. Where the way comes to an address that has been overwritten, the position beside it still tells what the last
 * event is that the bucket has lost: nobody needs to note what goes.
 *
 * <p>Confined to whoever holds the lock of {@link RecentWindow}; any number of threads may read while nobody writes.
 */
final class EventRing {
    /** Entries looked at for one page, so that nobody holds the lock for more than about a millisecond. */
    private static final int STEPS_MAX = 20_000;

    // in an event
    private static final int LENGTH = 0;
    private static final int TOPICS = 4;
    private static final int POSITION = 8;
    private static final int AT_MILLIS = 16;
    private static final int TEXT = 24; // counts from the event's address
    private static final int NAME_LENGTH = 28;
    private static final int DATA_LENGTH = 32;
    private static final int HEAD_BYTES = 40;

    // in an entry
    private static final int BEFORE = 0;
    private static final int BEFORE_POSITION = 8;
    private static final int BACK = 16; // from the entry to its event
    private static final int KEY_LENGTH = 20;
    private static final int KEY = 24;

    private final ByteRing ring;
    private final int entriesMax;
    private final int bytesMax;
    private final int bucketBits;
    private final long[] newest; // the address of each bucket's newest entry
    private final long[] newestPosition;
    private long begin; // of what is held
    private long end;
    private int entries;

    /**
     * @param entriesMax events held, an event of several topics counted for each
     * @param bytesMax their bytes, with all that makes them found
     */
    EventRing(int entriesMax, int bytesMax) {
        this.ring = new ByteRing(bytesMax, ByteRing.CHUNK_BYTES);
        this.entriesMax = entriesMax;
        this.bytesMax = bytesMax;
        this.bucketBits = Integer.SIZE - Integer.numberOfLeadingZeros(entriesMax);
        this.newest = new long[1 << bucketBits];
        this.newestPosition = new long[1 << bucketBits];
    }

    boolean isEmpty() {
        return begin == end;
    }

    /** Milliseconds since 1970 at which the oldest event was added. */
    long oldestMillis() {
        return ring.getLong(begin + AT_MILLIS);
    }

    void dropOldest() {
        entries -= ring.getInt(begin + TOPICS);
        begin += ring.getInt(begin + LENGTH);
    }

    /** Lets go of all, and of an event of which only a part was added. What is added next must have a greater position. */
    void clear() {
        entries = 0;
        begin = end;
    }

    /**
     * Adds an event behind all others, for which as many go as must.
     *
     * @return whether it is held; else it alone is beyond the bounds
     */
    boolean add(NewEvent event, long position, long atMillis) {
        byte[][] keys = keys(event.topics());
        byte[] name = event.name().getBytes(UTF_8);
        byte[] data = event.data().getBytes(UTF_8);
        int text =
                HEAD_BYTES + Arrays.stream(keys).mapToInt(EventRing::entryBytes).sum();
        int length = ByteRing.aligned(Math.addExact(text + name.length, data.length));
        if (length > bytesMax || keys.length > entriesMax) {
            return false;
        }
        while (end - begin + length > bytesMax || entries + keys.length > entriesMax) {
            dropOldest();
        }
        ring.putInt(end + LENGTH, length);
        ring.putInt(end + TOPICS, keys.length);
        ring.putLong(end + POSITION, position);
        ring.putLong(end + AT_MILLIS, atMillis);
        ring.putInt(end + TEXT, text);
        ring.putInt(end + NAME_LENGTH, name.length);
        ring.putInt(end + DATA_LENGTH, data.length);
        addEntries(event.topics(), keys, position);
        ring.put(end + text, name);
        ring.put(end + text + name.length, data);
        entries += keys.length;
        end += length;
        return true;
    }

    private void addEntries(List<Topic> topics, byte[][] keys, long position) {
        long entry = end + HEAD_BYTES;
        for (int i = 0; i < keys.length; i++) {
            int bucket = bucket(topics.get(i));
            ring.putLong(entry + BEFORE, newest[bucket]);
            ring.putLong(entry + BEFORE_POSITION, newestPosition[bucket]);
            ring.putInt(entry + BACK, (int) (entry - end));
            ring.putInt(entry + KEY_LENGTH, keys[i].length);
            ring.put(entry + KEY, keys[i]);
            newest[bucket] = entry;
            newestPosition[bucket] = position;
            entry += entryBytes(keys[i]);
        }
    }

    /**
     * The addresses of all events of the topics after a position, oldest first, each once.
     *
     * @param perTopicMax no topic may have more
     * @return null if one has more, or if not all of them are held, or only a long search would tell
     */
    long @Nullable [] find(Collection<Topic> topics, long after, int perTopicMax) {
        LongStream.Builder found = LongStream.builder();
        int steps = 0;
        for (Topic topic : topics) {
            byte[] key = topic.key().getBytes(UTF_8);
            int bucket = bucket(topic);
            int ofTopic = 0;
            long entry = newest[bucket];
            for (long position = newestPosition[bucket]; position > after; ) {
                if (entry < begin || ++steps > STEPS_MAX) {
                    return null;
                }
                if (isOf(entry, key)) {
                    if (++ofTopic > perTopicMax) {
                        return null;
                    }
                    found.add(entry - ring.getInt(entry + BACK));
                }
                position = ring.getLong(entry + BEFORE_POSITION);
                entry = ring.getLong(entry + BEFORE);
            }
        }
        return found.build().sorted().distinct().toArray();
    }

    /** @param epoch any position of the log */
    Event event(long address, Position epoch) {
        long text = address + ring.getInt(address + TEXT);
        int nameLength = ring.getInt(address + NAME_LENGTH);
        return new Event(
                epoch.at(ring.getLong(address + POSITION)),
                new String(ring.get(text, nameLength), UTF_8),
                new String(ring.get(text + nameLength, ring.getInt(address + DATA_LENGTH)), UTF_8));
    }

    private boolean isOf(long entry, byte[] key) {
        int length = ring.getInt(entry + KEY_LENGTH);
        return length == key.length && Arrays.equals(ring.get(entry + KEY, length), key);
    }

    /** Topics that somebody has chosen to share a bucket make searches long, and long ones are given up. */
    private int bucket(Topic topic) {
        int spread = topic.key().hashCode() * 0x9E3779B9; // 2^32 divided by the golden ratio
        return spread >>> (Integer.SIZE - bucketBits);
    }

    private static byte[][] keys(List<Topic> topics) {
        byte[][] keys = new byte[topics.size()][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = topics.get(i).key().getBytes(UTF_8);
        }
        return keys;
    }

    private static int entryBytes(byte[] key) {
        return KEY + ByteRing.aligned(key.length);
    }
}
