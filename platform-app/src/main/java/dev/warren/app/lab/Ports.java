package dev.warren.app.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Loopback ports that are free at the moment of asking. */
public final class Ports {

    private static final int TRIES = 200;
    private static final int LOWEST = 12_000;

    /** Above this the kernel hands ports out by itself. */
    private static final int HIGHEST = 32_000;

    private Ports() {}

    /** Distinct free ports. */
    public static List<Integer> free(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(Ports::close);
        }
    }

    /**
     * The first of {@code count} neighbouring ports that were all free, below the ephemeral ones.
     */
    public static int freeRange(int count, RandomGenerator random) {
        for (int i = 0; i < TRIES; i++) {
            int first = random.nextInt(LOWEST, HIGHEST - count);
            if (allFree(first, count)) {
                return first;
            }
        }
        throw new LabException(
                "ports: no " + count + " free in a row (expected: some on loopback)");
    }

    private static boolean allFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** Whether something accepts connections on a loopback port. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
