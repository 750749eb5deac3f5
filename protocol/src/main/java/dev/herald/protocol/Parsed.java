package dev.herald.protocol;

import java.util.function.Function;

/**
 * What became of a body from outside: a valid value, or a sentence for the caller that says what is wrong with it, which
 * value, and what is allowed. Immutable.
 */
public sealed interface Parsed<T> {
    /** The body is right, and this is what it says. */
    record Valid<T>(T value) implements Parsed<T> {
        @Override
        public <R> R fold(Function<? super T, R> valid, Function<String, R> invalid, Function<String, R> tooLong) {
            return valid.apply(value);
        }
    }

    /** The body breaks a rule. */
    record Invalid<T>(String fault) implements Parsed<T> {
        @Override
        public <R> R fold(Function<? super T, R> valid, Function<String, R> invalid, Function<String, R> tooLong) {
            return invalid.apply(fault);
        }
    }

    /** The body keeps every other rule, but there is too much of it. */
    record TooLong<T>(String fault) implements Parsed<T> {
        @Override
        public <R> R fold(Function<? super T, R> valid, Function<String, R> invalid, Function<String, R> tooLong) {
            return tooLong.apply(fault);
        }
    }

    /** Continues with the one function that fits. */
    <R> R fold(Function<? super T, R> valid, Function<String, R> invalid, Function<String, R> tooLong);

    /** Continues with the value, or with the fault where it does not matter which kind it is. */
    default <R> R fold(Function<? super T, R> valid, Function<String, R> fault) {
        return fold(valid, fault, fault);
    }
}
