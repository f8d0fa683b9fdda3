package dev.warren.app.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        ProcFs proc = ProcFs.system();
        long self = ProcessHandle.current().pid();
        for (int i = 0; i < ATTEMPTS; i++) {
            List<String> eager =
                    proc.niceOfOthers(self, FIRST).entrySet().stream()
                            .filter(thread -> thread.getValue() < NICE)
                            .map(Map.Entry::getKey)
                            .map(String::valueOf)
                            .toList();
            if (eager.isEmpty()) {
                return;
            }
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    Programs.need("renice", "bsdutils").toString(),
                                    "-n",
                                    Integer.toString(NICE),
                                    "-p"));
            command.addAll(eager);
            // one that has ended meanwhile makes it fail, so what counts is the next look
            Programs.say(workspace, "renice", command, QUICK);
        }
        throw new LabException("renice: some threads stay below niceness " + NICE);
    }
}
