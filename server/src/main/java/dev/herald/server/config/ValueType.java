package dev.herald.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How one kind of value is written, read and bounded. Immutable.
 *
 * @param allowed what is allowed, as an error message and the reference say it
 * @param reader the value that a text stands for; empty for any text that is not allowed
 * @param writer the text that {@code reader} reads back
 */
record ValueType<T>(String allowed, Function<String, Optional<T>> reader, Function<T, String> writer) {
    /** An origin as browsers send it: lower case, and with a port only where it is not the scheme's own. */
    private static final Pattern ORIGIN = Pattern.compile(
            "(?<scheme>[a-z][a-z0-9+.-]*)://(?<host>[a-z0-9._-]+|\\[[0-9a-f:]+])(:(?<port>[1-9][0-9]{0,4}))?");

    private static final Pattern IPV4 = Pattern.compile(
            "((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DATABASE_URL =
            Pattern.compile("jdbc:sqlite:(?!:|file:)[^?\\p{Cntrl}]+|jdbc:postgresql:[^\\s\\p{Cntrl}]+");

    static ValueType<Integer> integer(int min, int max) {
        return new ValueType<>(
                "integer, " + min + " to " + max,
                text -> Optional.of(text)
                        .filter(digits -> INTEGER.matcher(digits).matches())
                        .map(Long::parseLong)
                        .filter(number -> number >= min && number <= max)
                        .map(Long::intValue),
                String::valueOf);
    }

    static ValueType<Long> size(long minBytes, long maxBytes) {
        return new ValueType<>(
                "size, " + Sizes.write(minBytes) + " to " + Sizes.write(maxBytes),
                text -> Sizes.read(text).filter(bytes -> bytes >= minBytes && bytes <= maxBytes),
                Sizes::write);
    }

    /** A size whose bound makes it fit an int. */
    static ValueType<Integer> smallSize(int minBytes, int maxBytes) {
        ValueType<Long> size = size(minBytes, maxBytes);
        return new ValueType<>(
                size.allowed,
                text -> size.reader.apply(text).map(Long::intValue),
                bytes -> size.writer.apply((long) bytes));
    }

    static ValueType<Duration> duration(Duration min, Duration max) {
        return new ValueType<>(
                "duration, " + Durations.write(min) + " to " + Durations.write(max),
                text -> Durations.read(text).filter(time -> time.compareTo(min) >= 0 && time.compareTo(max) <= 0),
                Durations::write);
    }

    /** A duration that zero turns off. */
    static ValueType<Duration> durationOrOff(Duration min, Duration max) {
        ValueType<Duration> on = duration(min, max);
        return new ValueType<>(
                on.allowed + ", or " + Durations.write(Duration.ZERO) + " for none",
                text -> Durations.read(text).filter(Duration::isZero).or(() -> on.reader.apply(text)),
                on.writer);
    }

    /** One of an enum's names, in lower case with dashes; underscores are taken too, for {@code io_uring}. */
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        Function<E, String> writer =
                value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-');
        E[] values = type.getEnumConstants();
        return new ValueType<>(
                Arrays.stream(values).map(writer).collect(Collectors.joining(" or ")),
                text -> Arrays.stream(values)
                        .filter(value -> writer.apply(value).equals(text.replace('_', '-')))
                        .findFirst(),
                writer);
    }

    static ValueType<Boolean> bool() {
        return new ValueType<>(
                "true or false",
                text -> text.equals("true") || text.equals("false")
                        ? Optional.of(Boolean.valueOf(text))
                        : Optional.empty(),
                String::valueOf);
    }

    static ValueType<String> text() {
        return new ValueType<>(
                "text, not empty, no control characters",
                text -> Optional.of(text)
                        .filter(value -> !value.isBlank() && value.chars().noneMatch(Character::isISOControl)),
                text -> text);
    }

    /** A text that is not empty, with any characters. */
    static ValueType<String> password() {
        return new ValueType<>("text, not empty", text -> Optional.of(text).filter(t -> !t.isEmpty()), text -> text);
    }

    static ValueType<String> secret(int bytesMin) {
        return new ValueType<>(
                "text, at least " + bytesMin + " bytes of UTF-8",
                text -> Optional.of(text).filter(secret -> secret.getBytes(StandardCharsets.UTF_8).length >= bytesMin),
                text -> text);
    }

    /** An exact origin; what no browser would send ({@code https://x:443}, a path, {@code *}) would never match. */
    static ValueType<String> origin() {
        return new ValueType<>(
                "exact origin as browsers send it: scheme://host[:port], lower case, no path, no *, no default port",
                text -> Optional.of(text).filter(ValueType::isOrigin),
                text -> text);
    }

    private static boolean isOrigin(String text) {
        Matcher parts = ORIGIN.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        String port = parts.group("port");
        return port == null || (isPort(port) && !isDefaultPort(parts.group("scheme"), port));
    }

    private static boolean isPort(String text) {
        return Integer.parseInt(text) <= 65_535;
    }

    private static boolean isDefaultPort(String scheme, String port) {
        return switch (scheme) {
            case "http" -> port.equals("80");
            case "https" -> port.equals("443");
            default -> false;
        };
    }

    /** An IP address, brought to the spelling that {@link InetAddress#getHostAddress()} has. */
    static ValueType<String> address() {
        return new ValueType<>("IP address", ValueType::canonicalAddress, text -> text);
    }

    /** The patterns let no host name pass, so nothing is ever looked up. */
    private static Optional<String> canonicalAddress(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    static ValueType<String> databaseUrl() {
        return new ValueType<>(
                "JDBC URL: jdbc:sqlite:FILE or jdbc:postgresql://HOST[:PORT]/DATABASE",
                text -> Optional.of(text)
                        .filter(url -> DATABASE_URL.matcher(url).matches()),
                text -> text);
    }

    static ValueType<PublicKeyFile> publicKey() {
        return new ValueType<>(
                "KID:ALGORITHM:FILE with the algorithm RS256, ES256 or EdDSA and a PEM file",
                PublicKeyFile::parse,
                PublicKeyFile::toString);
    }
}
