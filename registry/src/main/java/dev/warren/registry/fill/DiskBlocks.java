package dev.warren.registry.fill;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a file's room on the disk before its bytes come, so that they cannot meet a full disk
 * half-way. The JDK has no call for it, so that the C library's is used; where that or the file
 * system has none either, nothing is taken. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/fallocate.2.html">fallocate(2)</a>
 */
final class DiskBlocks {

    private static final Logger LOG = LoggerFactory.getLogger(DiskBlocks.class);
    private static final int WRITE_ONLY = 1;
    private static final int KEEP_SIZE = 1;
    private static final int NO_SPACE = 28;
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR = STATE.varHandle(PathElement.groupElement("errno"));
    private static final Optional<Calls> CALLS = calls();

    private DiskBlocks() {}

    /** The functions. */
    private record Calls(MethodHandle open, MethodHandle allocate, MethodHandle close) {}

    private static Optional<Calls> calls() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        try {
            return system.contains("linux") ? Optional.of(linked()) : Optional.empty();
        } catch (RuntimeException | LinkageError missing) {
            LOG.info("disk space is not taken in advance cause={}", missing.toString());
            return Optional.empty();
        }
    }

    @SuppressWarnings("restricted") // three functions whose signatures are fixed
    private static Calls linked() {
        Linker linker = Linker.nativeLinker();
        var library = linker.defaultLookup();
        var state = Linker.Option.captureCallState("errno");
        return new Calls(
                linker.downcallHandle(
                        library.findOrThrow("open"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                        Linker.Option.firstVariadicArg(2)),
                linker.downcallHandle(
                        library.findOrThrow("fallocate"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG),
                        state),
                linker.downcallHandle(
                        library.findOrThrow("close"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
    }

    /**
     * Takes room for the first {@code bytes} of {@code file}, whose length stays as it is.
     *
     * @return false when the disk is full
     */
    static boolean take(Path file, long bytes) {
        if (CALLS.isEmpty() || bytes <= 0) {
            return true;
        }
        try (Arena arena = Arena.ofConfined()) {
            // asked for more than there is, some file systems take all that is left before they
            // fail
            return Files.getFileStore(file).getUsableSpace() >= bytes
                    && take(CALLS.get(), arena, file, bytes);
        } catch (Throwable failed) {
            LOG.warn("disk space not taken in advance cause={}", failed.toString());
            return true;
        }
    }

    private static boolean take(Calls calls, Arena arena, Path file, long bytes) throws Throwable {
        MemorySegment name = arena.allocateFrom(file.toString());
        int descriptor = (int) calls.open.invokeExact(name, WRITE_ONLY);
        if (descriptor < 0) {
            return true;
        }
        try {
            MemorySegment state = arena.allocate((MemoryLayout) STATE);
            int result = (int) calls.allocate.invokeExact(state, descriptor, KEEP_SIZE, 0L, bytes);
            return result == 0 || (int) ERROR.get(state, 0L) != NO_SPACE;
        } finally {
            int ignored = (int) calls.close.invokeExact(descriptor);
        }
    }
}
