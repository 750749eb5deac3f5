package dev.herald.loadtest.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultProxyIT {
    private ServerSocket server;
    private FaultProxy proxy;
    private Socket client;
    private Socket accepted;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.before((InetSocketAddress) server.getLocalSocketAddress());
        client = new Socket(proxy.address().getAddress(), proxy.address().getPort());
        accepted = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        accepted.close();
        server.close();
        proxy.close();
    }

    @Test
    void passesBytesBothWays() throws IOException {
        client.getOutputStream().write(1);
        assertThat(accepted.getInputStream().read()).isEqualTo(1);
        accepted.getOutputStream().write(2);
        assertThat(client.getInputStream().read()).isEqualTo(2);
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void passesAnEndOnAfterTheBytesBeforeIt() throws IOException {
        byte[] sent = new byte[3_000_000];
        Thread sender = new Thread(() -> {
            try {
                accepted.getOutputStream().write(sent);
                accepted.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        sender.start();
        assertThat(client.getInputStream().readAllBytes()).hasSize(sent.length);
    }

    @Test
    void delays() throws IOException {
        proxy.delay(Duration.ofMillis(150));
        long start = System.nanoTime();
        client.getOutputStream().write(1);
        accepted.getInputStream().read();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(140));
    }

    @Test
    void stallsAndResumes() throws IOException {
        proxy.stall(1);
        proxy.connections(); // behind the stall in the same queue
        accepted.getOutputStream().write(7);
        client.setSoTimeout(200);
        InputStream in = client.getInputStream();
        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        proxy.resume();
        client.setSoTimeout(0);
        assertThat(in.read()).isEqualTo(7);
    }

    @Test
    void cutsWithAReset() {
        proxy.cut(1);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void cutsOnlyTheShareAsked() throws IOException {
        proxy.cut(0);
        client.getOutputStream().write(1);
        assertThat(accepted.getInputStream().read()).isEqualTo(1);
    }

    @Test
    void closesTheClientIfTheServerIsGone() throws IOException {
        server.close();
        try (Socket late =
                new Socket(proxy.address().getAddress(), proxy.address().getPort())) {
            assertThat(late.getInputStream().read()).isEqualTo(-1);
        }
    }
}
