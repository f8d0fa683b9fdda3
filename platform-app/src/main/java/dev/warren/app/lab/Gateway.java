package dev.warren.app.lab;

/** An SSH server that publishes what clients forward to it, on loopback. */
public interface Gateway extends AutoCloseable {

    /** {@code warren}, {@code sshd} or {@code sish}. */
    String name();

    int sshPort();

    /** The name to log in with. */
    String login();

    /** The process to look at, with those below it where the server makes one per connection. */
    long pid();

    /** CPU seconds, user and system, used so far by all processes that carry tunnel bytes. */
    double cpuSeconds();

    /** Memory in bytes of all those processes, shared pages divided. */
    long memoryBytes();

    @Override
    void close();
}
