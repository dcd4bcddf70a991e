package io.oka.keycloak.common.guess;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AddressesTest {

    @Test
    void ipv4AddressIsCountedByItself() {
        assertThat(Addresses.counted("192.0.2.1")).isEqualTo("192.0.2.1").isNotEqualTo(Addresses.counted("192.0.2.2"));
    }

    @Test
    void ipv6AddressIsCountedByItsNetwork() {
        assertThat(Addresses.counted("2001:db8:1:2::1"))
                .isEqualTo(Addresses.counted("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isEqualTo(Addresses.counted("2001:0DB8:0001:0002:0:0:0:7"))
                .isNotEqualTo(Addresses.counted("2001:db8:1:3::1"));
    }

    @Test
    void ipv4AddressMappedIntoIpv6IsCountedAsWhatItIs() {
        assertThat(Addresses.counted("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void whatIsNoAddressIsCountedByItsName() {
        assertThat(Addresses.counted("::nonsense::")).isEqualTo("::nonsense::");
        assertThat(Addresses.counted("proxy")).isEqualTo("proxy");
    }
}
