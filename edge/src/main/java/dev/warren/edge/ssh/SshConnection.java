package dev.warren.edge.ssh;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

/**
 * One authenticated SSH connection. Any thread may call any method; none blocks.
 *
 * <p>Identity is by reference: two connections of one account are different.
 */
public interface SshConnection {

    /** Unique in this process. */
    long id();

    /** The account as it was at log-in. */
    Account account();

    /** {@code SHA256:…} of the key (or of the certificate's key) that logged in. */
    String fingerprint();

    /** The words after {@code +} in the login name: {@code alice+inspect=on} gives one. */
    List<String> loginOptions();

    InetSocketAddress remoteAddress();

    /** The client's identification string, control characters removed. */
    String clientVersion();

    Instant since();

    boolean isOpen();

    /** The loop that owns the connection's socket; streams opened on it live there too. */
    EventLoop eventLoop();

    /**
     * Opens a {@code forwarded-tcpip} channel to the client, as a Netty channel on {@link
     * #eventLoop()}: a duplex byte stream with half-close, auto-read off, whose window is charged
     * to {@code budget}.
     *
     * <p>Fails with {@link StreamRefusedException} when the client refuses the channel, the budget
     * cannot hold its window, the connection has too many channels, or it is gone.
     *
     * @param request the forward, as the client asked for it
     * @param boundPort the port that the client believes it bound
     * @param visitor the originator; must be a resolved address
     */
    Future<Channel> openForwarded(
            ForwardRequest request, int boundPort, InetSocketAddress visitor, MemoryBudget budget);

    /**
     * Gives a line of news to the connection's session, if it has one now; kept (up to a small
     * bound, oldest dropped and counted) for the session that is still to come otherwise.
     */
    void tell(SessionNews news);

    /** Closes the connection with {@code SSH_MSG_DISCONNECT} and a reason for the user. */
    void disconnect(String reason);
}
