package io.oka.keycloak.common.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.0, true",
        "203.0.113.0/24, 203.0.113.255, true",
        "203.0.113.0/24, 203.0.114.0, false",
        "203.0.113.0/24, ::ffff:203.0.113.9, true",
        "203.0.113.7, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.8, false",
        "203.0.113.128/25, 203.0.113.127, false",
        "203.0.113.128/25, 203.0.113.128, true",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 10.0.0.1, false",
        "2001:db8::/32, 2001:0DB8:ffff::1, true",
        "2001:db8::/32, 2001:db9::, false",
        "2001:db8::1, 2001:db8:0:0::1, true",
        "fe80::/10, fe80::1%eth0, true",
        "10.0.0.0/8, localhost, false",
        "10.0.0.0/8, 10.0.0.1.example.com, false",
        "10.0.0.0/8, 167772161, false",
        "10.0.0.0/8, 10.1, false"
    })
    void addressesWithinAreIn(String range, String address, boolean in) {
        assertThat(parsed(range).contains(address)).isEqualTo(in);
        assertThat(parsed(range)).hasToString(range);
    }

    @Test
    void noAddressIsInNoRange() {
        assertThat(parsed("0.0.0.0/0").contains(null)).isFalse();
        assertThat(parsed("0.0.0.0/0").contains("")).isFalse();
        assertThat(parsed("::/0").contains("%")).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "localhost",
                "example.com/24",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "10.0.0.1/8",
                "10.0.0/8",
                "10.0.0.256",
                "010.0.0.0/8",
                "10.0.0.0.0",
                "10.0.0.0 /8",
                " 10.0.0.0/8",
                "10.0.0.0/8\n",
                "167772160/8",
                "0x0a.0.0.0/8",
                "2001:db8::1/32",
                "2001:db8::/129",
                "2001:db8::1::2",
                "2001:db8:1",
                "12345::",
                "::g",
                "1:2",
                ".:1",
                "fe80::1%eth0",
                "[2001:db8::]/32",
                "::ffff:10.0.0.0/104",
                "::ffff:10.0.0.1"
            })
    void whatIsNoRangeIsRefused(@Nullable String text) {
        assertThat(AddressRange.parse(text)).isNull();
    }

    @Test
    void rangesAreEqualByWhatTheyHold() {
        assertThat(parsed("2001:DB8::/32"))
                .isEqualTo(parsed("2001:db8:0::/32"))
                .hasSameHashCodeAs(parsed("2001:db8::/32"));
        assertThat(parsed("10.0.0.0/8")).isNotEqualTo(parsed("10.0.0.0/9"));
    }

    private static AddressRange parsed(String text) {
        return Objects.requireNonNull(AddressRange.parse(text), text);
    }
}
