package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFsTest {

    @TempDir private Path root;
    private ProcFs proc;

    @BeforeEach
    void threeProcessesInAFamilyAndAStranger() throws IOException {
        proc = new ProcFs(root);
        process(10, "sshd", 1, "100 50 30 20");
        process(11, "sshd: a b) (c", 10, "200 0 0 0");
        process(12, "sh", 11, "7 3 0 0");
        process(90, "other", 1, "5000 5000 0 0");
        Files.createDirectory(root.resolve("sys"));
    }

    private void process(long pid, String name, long parent, String times) throws IOException {
        Path directory = Files.createDirectory(root.resolve(Long.toString(pid)));
        stat(directory, pid, name, parent, times);
        Files.writeString(directory.resolve("status"), "Name:\tx\nVmRSS:\t    2048 kB\n");
        Files.writeString(directory.resolve("cmdline"), name + "\0-f\0/tmp/lab-" + pid + "/x\0");
    }

    private static void stat(Path directory, long id, String name, long parent, String times)
            throws IOException {
        Files.writeString(
                directory.resolve("stat"),
                "%d (%s) S %d 1 1 0 -1 4194560 1 2 3 4 %s 20 0 1 0 999 1000 1000\n"
                        .formatted(id, name, parent, times));
    }

    @Test
    void countsUserAndSystemTimeOfOneProcess() {
        assertThat(proc.cpuSeconds(10)).isEqualTo(1.5);
    }

    @Test
    void readsPastAnyNameThatAProgramGivesItself() {
        assertThat(proc.cpuSeconds(11)).isEqualTo(2.0);
    }

    @Test
    void countsTheThreadsOfOneName() throws IOException {
        thread(12, "C1 CompilerThre", "30 20 0 0");
        thread(13, "C2 CompilerThre", "100 50 0 0");
        thread(14, "main", "900 0 0 0");

        assertThat(proc.threadCpuSeconds(10, "CompilerThre")).isEqualTo(2.0);
        assertThat(proc.threadCpuSeconds(11, "CompilerThre")).isZero();
    }

    private void thread(long id, String name, String times) throws IOException {
        Path directory = root.resolve("10/task/" + id);
        stat(Files.createDirectories(directory), id, name, 1, times);
    }

    @Test
    void tellsWhichThreadsAreNotOfOneName() throws IOException {
        thread(12, "main", "0 0 0 0");
        thread(13, "probe-1", "0 0 0 0");

        assertThat(proc.niceOfOthers(10, "probe")).isEqualTo(Map.of(12L, 0));
    }

    @Test
    void countsWhatTheKernelHoldsForOneProcessesConnections() throws IOException {
        Path fds = Files.createDirectory(root.resolve("10/fd"));
        Files.createSymbolicLink(fds.resolve("0"), Path.of("/dev/null"));
        Files.createSymbolicLink(fds.resolve("7"), Path.of("socket:[501]"));
        Files.createSymbolicLink(fds.resolve("8"), Path.of("socket:[502]"));
        Files.createSymbolicLink(fds.resolve("9"), Path.of("socket:[503]"));
        Path net = Files.createDirectory(root.resolve("10/net"));
        String head = "  sl  local_address rem_address   st tx_queue rx_queue tr ...\n";
        String listening = row(0, "0A", "00000000:00000080", 501);
        String mine = row(1, "01", "00000100:00000020", 502);
        String anothers = row(2, "01", "0000FFFF:00000000", 999);
        Files.writeString(net.resolve("tcp"), head + listening + mine + anothers);
        Files.writeString(net.resolve("tcp6"), head + row(0, "08", "00000000:00000003", 503));

        assertThat(proc.socketBytes(10)).isEqualTo(0x100 + 0x20 + 3);
        assertThat(proc.socketBytes(11)).isZero();
    }

    private static String row(int number, String state, String queues, int inode) {
        return "  %2d: 0100007F:1F90 0100007F:C001 %s %s 00:00000000 00000000     0        0 %d 1 x\n"
                .formatted(number, state, queues, inode);
    }

    @Test
    void countsATreeWithTheChildrenThatHaveEnded() {
        assertThat(proc.tree(10)).containsExactlyInAnyOrder(10L, 11L, 12L);
        assertThat(proc.treeCpuSeconds(10)).isEqualTo(2.0 + 2.0 + 0.1);
    }

    @Test
    void countsAProcessThatIsGoneAsNothing() {
        assertThat(proc.cpuSeconds(77)).isZero();
        assertThat(proc.residentBytes(77)).isZero();
        assertThat(proc.treeCpuSeconds(77)).isZero();
    }

    @Test
    void prefersDividedMemoryAndFallsBackToResident() throws IOException {
        Files.writeString(
                root.resolve("11/smaps_rollup"), "Rss: 9 kB\nPss:    100 kB\nPss_Anon: 1 kB\n");

        assertThat(proc.proportionalBytes(11)).isEqualTo(100 * 1024);
        assertThat(proc.proportionalBytes(12)).isEqualTo(2048 * 1024);
    }

    @Test
    void findsProcessesByTheirCommandLine() {
        assertThat(proc.withArgument("/tmp/lab-11/")).containsExactly(11L);
    }

    @Test
    void seesThisVeryProcessOnTheRealSystem() {
        long self = ProcessHandle.current().pid();

        assertThat(ProcFs.system().cpuSeconds(self)).isPositive();
        assertThat(ProcFs.system().residentBytes(self)).isGreaterThan(1 << 20);
        assertThat(ProcFs.system().tree(self)).contains(self);
    }
}
