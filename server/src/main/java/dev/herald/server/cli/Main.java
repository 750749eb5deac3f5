package dev.herald.server.cli;

/** Where the process starts. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code, whatever threads are left. */
    public static void main(String[] arguments) {
        Logging.ofProcess();
        System.exit(run(Shell.ofProcess(), arguments));
    }

    static int run(Shell shell, String... arguments) {
        return HeraldCommand.of(shell).execute(arguments);
    }
}
