package dev.warren.app.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Linux tells of processes under {@code /proc}. A process that is gone counts as zero.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
public final class ProcFs {

    /** Clock ticks a second in {@code stat}: the same on every Linux the JDK runs on. */
    private static final double TICKS = 100;

    /** Fields are counted from the one after the command's name, which is field 3, the state. */
    private static final int PARENT = 1;

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CUTIME = 13;
    private static final int CSTIME = 14;
    private static final int NICE = 16;

    /** Columns of {@code net/tcp}, counted from 0. */
    private static final int STATE = 3;

    private static final int QUEUES = 4;
    private static final int INODE = 9;
    private static final String LISTENING = "0A";

    private final Path root;

    ProcFs(Path root) {
        this.root = root;
    }

    public static ProcFs system() {
        return new ProcFs(Path.of("/proc"));
    }

    /** CPU seconds, user and system, that a process has used; not its children. */
    public double cpuSeconds(long pid) {
        List<String> fields = stat(pid);
        return fields.isEmpty() ? 0 : ticks(fields, UTIME) + ticks(fields, STIME);
    }

    /** CPU seconds of a process and of all below it, alive or ended and waited for. */
    public double treeCpuSeconds(long pid) {
        double sum = 0;
        for (long each : tree(pid)) {
            List<String> fields = stat(each);
            if (!fields.isEmpty()) {
                sum += ticks(fields, UTIME) + ticks(fields, STIME);
                sum += ticks(fields, CUTIME) + ticks(fields, CSTIME);
            }
        }
        return sum;
    }

    /** The same of those threads of a process whose names contain {@code name} and that live. */
    public double threadCpuSeconds(long pid, String name) {
        double sum = 0;
        for (long thread : numbers(root.resolve(pid + "/task"))) {
            String line = read(pid, "task/" + thread + "/stat");
            if (commandName(line).contains(name)) {
                List<String> fields = fields(line);
                sum += ticks(fields, UTIME) + ticks(fields, STIME);
            }
        }
        return sum;
    }

    /** The niceness of those threads of a process whose names do not begin with {@code prefix}. */
    public Map<Long, Integer> niceOfOthers(long pid, String prefix) {
        Map<Long, Integer> found = new HashMap<>();
        for (long thread : numbers(root.resolve(pid + "/task"))) {
            String line = read(pid, "task/" + thread + "/stat");
            if (!line.isEmpty() && !commandName(line).startsWith(prefix)) {
                found.put(thread, Integer.parseInt(fields(line).get(NICE)));
            }
        }
        return found;
    }

    private static double ticks(List<String> fields, int index) {
        return Long.parseLong(fields.get(index)) / TICKS;
    }

    /** A process and all below it that are alive. */
    public Set<Long> tree(long pid) {
        Set<Long> found = new HashSet<>(Set.of(pid));
        List<Long> all = numbers(root);
        boolean grew = true;
        while (grew) {
            grew = false;
            for (long each : all) {
                List<String> fields = found.contains(each) ? List.of() : stat(each);
                if (!fields.isEmpty() && found.contains(Long.parseLong(fields.get(PARENT)))) {
                    grew |= found.add(each);
                }
            }
        }
        return found;
    }

    /** Resident memory in bytes: shared pages count fully. */
    public long residentBytes(long pid) {
        return kilobytes(pid, "status", "VmRSS").orElse(0);
    }

    /** The most that was ever resident, in bytes, as the kernel keeps it. */
    public long peakResidentBytes(long pid) {
        return kilobytes(pid, "status", "VmHWM").orElse(0);
    }

    /** Memory in bytes with shared pages divided among their users; resident when not readable. */
    public long proportionalBytes(long pid) {
        return kilobytes(pid, "smaps_rollup", "Pss").orElseGet(() -> residentBytes(pid));
    }

    /**
     * Bytes that the kernel holds for a process's TCP connections: received and not read, or
     * written and not acknowledged.
     *
     * @see <a href="https://docs.kernel.org/networking/proc_net_tcp.html">proc_net_tcp</a>
     */
    public long socketBytes(long pid) {
        Set<String> mine = sockets(pid);
        return Stream.of("net/tcp", "net/tcp6")
                .flatMap(table -> read(pid, table).lines().skip(1))
                .map(line -> line.strip().split(" +"))
                .filter(row -> row.length > INODE && mine.contains(row[INODE]))
                .filter(row -> !row[STATE].equals(LISTENING))
                .mapToLong(row -> queued(row[QUEUES]))
                .sum();
    }

    private static long queued(String sentAndReceived) {
        String[] each = sentAndReceived.split(":");
        return Long.parseLong(each[0], 16) + Long.parseLong(each[1], 16);
    }

    /** The inodes of a process's sockets. */
    private Set<String> sockets(long pid) {
        Path directory = root.resolve(pid + "/fd");
        Set<String> inodes = new HashSet<>();
        for (long each : numbers(directory)) {
            try {
                String file =
                        Files.readSymbolicLink(directory.resolve(Long.toString(each))).toString();
                if (file.startsWith("socket:[")) {
                    inodes.add(file.substring("socket:[".length(), file.length() - 1));
                }
            } catch (IOException closed) {
                continue; // between the two looks
            }
        }
        return inodes;
    }

    private OptionalLong kilobytes(long pid, String file, String key) {
        Matcher matcher =
                Pattern.compile("(?m)^" + key + ":\\s+(\\d+) kB").matcher(read(pid, file));
        return matcher.find()
                ? OptionalLong.of(Long.parseLong(matcher.group(1)) * 1024)
                : OptionalLong.empty();
    }

    /** Processes, this one left out, with {@code text} somewhere on their command line. */
    public List<Long> withArgument(String text) {
        long self = ProcessHandle.current().pid();
        return numbers(root).stream()
                .filter(pid -> pid != self && read(pid, "cmdline").contains(text))
                .toList();
    }

    /** The processes, or the threads, that a directory has an entry each for. */
    private static List<Long> numbers(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::valueOf)
                    .toList();
        } catch (NoSuchFileException gone) {
            return List.of();
        } catch (IOException e) {
            throw new LabException(
                    directory + ": not readable (expected: Linux's process files)", e);
        }
    }

    private List<String> stat(long pid) {
        return fields(read(pid, "stat"));
    }

    /** What stands behind the name, which may hold blanks and parentheses itself. */
    private static List<String> fields(String line) {
        int end = line.lastIndexOf(')');
        return end < 0 ? List.of() : List.of(line.substring(end + 2).strip().split(" "));
    }

    private static String commandName(String line) {
        return line.substring(line.indexOf('(') + 1, Math.max(0, line.lastIndexOf(')')));
    }

    private String read(long pid, String file) {
        try {
            return Files.readString(
                    root.resolve(Long.toString(pid)).resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
