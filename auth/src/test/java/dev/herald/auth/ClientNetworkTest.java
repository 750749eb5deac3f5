package dev.herald.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientNetworkTest {
    @Test
    void isTheAddressItselfInIpv4() {
        assertThat(ClientNetwork.of("192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(ClientNetwork.of("::ffff:192.0.2.7")).isEqualTo("192.0.2.7");
    }

    @Test
    void isTheFirst64BitsInIpv6() {
        String network = ClientNetwork.of("2001:db8::1");
        assertThat(network).isEqualTo("20010db800000000");
        assertThat(ClientNetwork.of("2001:0DB8:0:0:ffff:ffff:ffff:ffff")).isEqualTo(network);
        assertThat(ClientNetwork.of("2001:db8:0:1::1")).isNotEqualTo(network);
        assertThat(ClientNetwork.of("fe80::1%eth0")).isEqualTo("fe80000000000000");
    }

    @Test
    void isTheTextOfWhatIsNoAddress() {
        assertThat(ClientNetwork.of("unix")).isEqualTo("unix");
        assertThat(ClientNetwork.of("no:such:address")).isEqualTo("no:such:address");
    }
}
