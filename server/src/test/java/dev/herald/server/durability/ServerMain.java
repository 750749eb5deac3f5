package dev.herald.server.durability;

import dev.herald.server.HeraldServer;
import java.io.IOException;

/** A server on the database whose URL is given, for tests that kill it. It ends when whoever started it has gone. */
public final class ServerMain {
    private ServerMain() {}

    public static void main(String[] args) throws IOException {
        HeraldServer server = HeraldServer.start(Nodes.config(args[0]));
        System.out.println(ServerProcess.PORT + server.port());
        while (System.in.read() >= 0) {
            // nobody writes; the end is what we wait for
        }
        System.exit(0);
    }
}
