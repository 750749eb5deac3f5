package dev.herald.server.proxy;

import dev.herald.server.FreePort;
import dev.herald.server.program.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Debian's nginx as a child process, with everything that it writes in one folder. Thread-safe.
 *
 * @param folder where its configuration and logs are
 */
record Nginx(Process process, Path folder, int port) implements AutoCloseable {
    /** Starts nginx with the documented block, at a free port, in front of the server at that port. */
    static Nginx start(Path folder, Certificate certificate, int upstreamPort) throws IOException {
        int port = FreePort.any();
        String block = DeploymentDoc.nginx(Map.of(
                "127.0.0.1:8000",
                "127.0.0.1:" + upstreamPort,
                "listen 443",
                "listen 127.0.0.1:" + port,
                "events.example.com",
                "localhost",
                "/etc/ssl/herald/fullchain.pem",
                certificate.chain().toString(),
                "/etc/ssl/herald/key.pem",
                certificate.key().toString(),
                "/var/log/nginx/herald.log",
                folder.resolve("access.log").toString()));
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log error.log;
                events { worker_connections 256; }
                http {
                    client_body_temp_path temp;
                    proxy_temp_path temp;
                    fastcgi_temp_path temp;
                    scgi_temp_path temp;
                    uwsgi_temp_path temp;
                    %s
                }
                """.formatted(block));
        Process process = new ProcessBuilder(
                        Programs.path("nginx").toString(), "-p", folder.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
        Nginx nginx = new Nginx(process, folder, port);
        Awaitility.await("nginx listens").until(() -> nginx.listens());
        return nginx;
    }

    URI uri() {
        return URI.create("https://localhost:" + port);
    }

    String accessLog() throws IOException {
        return Files.readString(folder.resolve("access.log"));
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("nginx did not start: " + Files.readString(folder.resolve("output.log")));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
