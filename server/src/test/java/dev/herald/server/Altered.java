package dev.herald.server;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A record that is another but for a few components, so that a test names only those it is about:
 * {@code Altered.from(StreamConfig.defaults()).with(StreamConfig::max, 1).record()}. Immutable.
 */
public record Altered<R extends Record>(R record) {
    /** The accessor of a component; a reference to it tells its name only if it can be serialized. */
    public interface Component<R, T> extends Function<R, T>, Serializable {}

    public static <R extends Record> Altered<R> from(R record) {
        return new Altered<>(record);
    }

    /** @throws IllegalArgumentException if that is no reference to a component's accessor */
    public <T> Altered<R> with(Component<R, T> component, T value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        String changed = name(component);
        boolean found = false;
        try {
            for (int i = 0; i < values.length; i++) {
                boolean same = components[i].getName().equals(changed);
                values[i] = same ? value : components[i].getAccessor().invoke(record);
                found |= same;
            }
            if (!found) {
                throw new IllegalArgumentException(changed + " is no component of " + record);
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            @SuppressWarnings("unchecked") // it is made by the class of the one that it is made from
            R made = (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
            return new Altered<>(made);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(Component<?, ?> component) {
        try {
            Method form = component.getClass().getDeclaredMethod("writeReplace");
            form.setAccessible(true);
            return ((SerializedLambda) form.invoke(component)).getImplMethodName();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
