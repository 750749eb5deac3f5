package dev.herald.loadtest.load;

/** One number for each {@link Count}. Confined to one event loop, or to who holds a copy. */
@SuppressWarnings("EnumOrdinal") // an array, as EnumMap would box a Long for every delivery
public final class Counts {
    private final long[] numbers;

    public Counts() {
        this(new long[Count.values().length]);
    }

    private Counts(long[] numbers) {
        this.numbers = numbers;
    }

    public long of(Count count) {
        return numbers[count.ordinal()];
    }

    Counts copy() {
        return new Counts(numbers.clone());
    }

    void add(Count count) {
        numbers[count.ordinal()]++;
    }

    void add(Count count, long more) {
        numbers[count.ordinal()] += more;
    }

    void addAll(Counts others) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += others.numbers[i];
        }
    }
}
