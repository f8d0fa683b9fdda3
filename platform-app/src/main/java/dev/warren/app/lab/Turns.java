package dev.warren.app.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Who gets the machine's processors first. A load that is made on the machine that it is put on
 * takes them from what it loads, as visitors elsewhere do not.
 */
public final class Turns {

    /** Threads with names that begin so stay as they are. */
    public static final String FIRST = "probe";

    private static final int NICE = 10;
    private static final int ATTEMPTS = 5;
    private static final Duration QUICK = Duration.ofSeconds(10);

    private Turns() {}

    /**
     * Lets all threads of this program but the {@link #FIRST} wait for others, and with them what
     * they start from now on, threads and programs.
     *
     * @throws LabException when some did not
     */
    public static void yieldToOthers(Workspace workspace) {
        for (int i = 0; i < ATTEMPTS; i++) {
            List<String> eager = eager();
            if (eager.isEmpty()) {
                return;
            }
            renice(workspace, eager);
        }
        throw new LabException("renice: some threads stay below niceness " + NICE);
    }

    private static List<String> eager() {
        return ProcFs.system()
                .niceOfOthers(ProcessHandle.current().pid(), FIRST)
                .entrySet()
                .stream()
                .filter(thread -> thread.getValue() < NICE)
                .map(thread -> Long.toString(thread.getKey()))
                .toList();
    }

    /** Fails when one thread has ended meanwhile, so what counts is the next look. */
    private static void renice(Workspace workspace, List<String> threads) {
        String program = Programs.need("renice", "bsdutils").toString();
        List<String> command =
                new ArrayList<>(List.of(program, "-n", Integer.toString(NICE), "-p"));
        command.addAll(threads);
        Programs.say(workspace, "renice", command, QUICK);
    }
}
