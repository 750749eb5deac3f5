package dev.herald.server.http;

import dev.herald.server.stream.PeerAddress;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Set;

/**
 * Whose request it is: the peer, or, where that is a trusted proxy, the last address in {@code X-Forwarded-For} that
 * is none. Everything left of it is the client's own claim, and would let it choose its login throttle. Immutable.
 */
final class ClientAddress {
    private static final int SHOWN_MAX = 64;

    private final Set<String> trustedProxies;

    ClientAddress(List<String> trustedProxies) {
        this.trustedProxies = Set.copyOf(trustedProxies);
    }

    String of(Channel channel, HttpHeaders headers) {
        String address = PeerAddress.of(channel);
        if (!trustedProxies.contains(address)) {
            return address;
        }
        String[] hops = String.join(",", headers.getAll("x-forwarded-for")).split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].trim();
            if (hop.isEmpty() || hop.length() > SHOWN_MAX) {
                return address;
            }
            address = hop;
            if (!trustedProxies.contains(hop)) {
                return address;
            }
        }
        return address;
    }
}
