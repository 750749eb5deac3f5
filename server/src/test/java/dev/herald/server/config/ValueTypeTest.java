package dev.herald.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.stream.OnLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {
    @ParameterizedTest
    @CsvSource({"0s,0", "500ms,500", "30s,30000", "5m,300000", "24h,86400000", "30d,2592000000"})
    void readsAndWritesDurations(String text, long millis) {
        assertThat(Durations.read(text)).contains(Duration.ofMillis(millis));
        assertThat(Durations.write(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "1 s", "1S", "1h30m", "1w", "١s", "9999999999999s"})
    void refusesOtherDurations(String text) {
        assertThat(Durations.read(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0B,0", "1000B,1000", "64KB,65536", "1MB,1048576", "3GB,3221225472", "1TB,1099511627776"})
    void readsAndWritesSizes(String text, long bytes) {
        assertThat(Sizes.read(text)).contains(bytes);
        assertThat(Sizes.write(bytes)).isEqualTo(text);
    }

    @Test
    void readsSizesInSmallLettersAndInBytes() {
        assertThat(Sizes.read("64kb")).contains(65_536L);
        assertThat(Sizes.read("65536")).contains(65_536L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KB", "-1KB", "1.5MB", "1 MB", "1PB", "999999999999999999TB", "1KiB"})
    void refusesOtherSizes(String text) {
        assertThat(Sizes.read(text)).isEmpty();
    }

    @Test
    void boundsIntegersOnBothSides() {
        ValueType<Integer> port = ValueType.integer(0, 65_535);
        assertThat(port.reader().apply("-1")).isEmpty();
        assertThat(port.reader().apply("0")).contains(0);
        assertThat(port.reader().apply("65535")).contains(65_535);
        assertThat(port.reader().apply("65536")).isEmpty();
        assertThat(port.reader().apply("80x")).isEmpty();
        assertThat(port.reader().apply("99999999999999999999")).isEmpty();
    }

    @Test
    void boundsDurationsAndSizesOnBothSides() {
        ValueType<Duration> time = ValueType.duration(Duration.ofSeconds(1), Duration.ofHours(1));
        assertThat(time.reader().apply("999ms")).isEmpty();
        assertThat(time.reader().apply("1s")).isPresent();
        assertThat(time.reader().apply("60m")).isPresent();
        assertThat(time.reader().apply("61m")).isEmpty();
        ValueType<Integer> size = ValueType.smallSize(1024, 4096);
        assertThat(size.reader().apply("1023")).isEmpty();
        assertThat(size.reader().apply("1KB")).isPresent();
        assertThat(size.reader().apply("4KB")).isPresent();
        assertThat(size.reader().apply("4097")).isEmpty();
    }

    @Test
    void boundsADurationThatZeroTurnsOff() {
        ValueType<Duration> time = ValueType.durationOrOff(Duration.ofMinutes(1), Duration.ofHours(1));
        assertThat(time.allowed()).isEqualTo("duration, 1m to 1h, or 0s for none");
        assertThat(time.reader().apply("0s")).contains(Duration.ZERO);
        assertThat(time.reader().apply("0ms")).contains(Duration.ZERO);
        assertThat(time.reader().apply("1ms")).isEmpty();
        assertThat(time.reader().apply("59s")).isEmpty();
        assertThat(time.reader().apply("1m")).isPresent();
        assertThat(time.reader().apply("61m")).isEmpty();
    }

    @Test
    void spellsEnumsWithDashes() {
        ValueType<OnLimit> type = ValueType.oneOf(OnLimit.class);
        assertThat(type.allowed()).isEqualTo("reject or close-oldest");
        assertThat(type.reader().apply("close-oldest")).contains(OnLimit.CLOSE_OLDEST);
        assertThat(type.reader().apply("close_oldest")).contains(OnLimit.CLOSE_OLDEST);
        assertThat(type.reader().apply("CLOSE-OLDEST")).isEmpty();
    }

    @Test
    void takesOnlyTrueAndFalse() {
        assertThat(ValueType.bool().reader().apply("true")).contains(true);
        assertThat(ValueType.bool().reader().apply("false")).contains(false);
        assertThat(ValueType.bool().reader().apply("yes")).isEmpty();
    }

    @Test
    void countsASecretInBytes() {
        ValueType<String> secret = ValueType.secret(32);
        assertThat(secret.reader().apply("x".repeat(31))).isEmpty();
        assertThat(secret.reader().apply("x".repeat(32))).isPresent();
        assertThat(secret.reader().apply("é".repeat(16))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "http://localhost:3000",
                "http://127.0.0.1:65535",
                "http://[::1]:8080",
                "https://x:80",
                "capacitor://localhost"
            })
    void takesExactOrigins(String origin) {
        assertThat(ValueType.origin().reader().apply(origin)).contains(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "https://*.example.com",
                "https://app.example.com/",
                "https://app.example.com/path",
                "https://App.example.com",
                "app.example.com",
                "http://x:80",
                "https://x:443",
                "http://x:65536",
                "http://x:0",
                "https://a.example.com\n",
                "https://user@x"
            })
    void refusesWhatNoBrowserSends(String origin) {
        assertThat(ValueType.origin().reader().apply(origin)).isEmpty();
    }

    @Test
    void bringsAddressesToOneSpelling() {
        assertThat(ValueType.address().reader().apply("10.0.0.1")).contains("10.0.0.1");
        assertThat(ValueType.address().reader().apply("::1")).contains("0:0:0:0:0:0:0:1");
        assertThat(ValueType.address().reader().apply("proxy.local")).isEmpty();
        assertThat(ValueType.address().reader().apply("10.0.0.0/8")).isEmpty();
        assertThat(ValueType.address().reader().apply("256.0.0.1")).isEmpty();
        assertThat(ValueType.address().reader().apply("1:2")).isEmpty();
        assertThat(ValueType.address().reader().apply("fe80::1%lo")).isEmpty();
    }

    @Test
    void takesTheTwoDatabases() {
        ValueType<String> url = ValueType.databaseUrl();
        assertThat(url.reader().apply("jdbc:sqlite:herald-data/herald.db")).isPresent();
        assertThat(url.reader().apply("jdbc:postgresql://db:5432/herald")).isPresent();
        assertThat(url.reader().apply("jdbc:mysql://db/herald")).isEmpty();
        assertThat(url.reader().apply("postgresql://db/herald")).isEmpty();
        assertThat(url.reader().apply("jdbc:sqlite::memory:")).isEmpty();
        assertThat(url.reader().apply("jdbc:sqlite:a.db?cache=shared")).isEmpty();
    }
}
