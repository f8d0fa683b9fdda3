package dev.warren.edge.ssh.transport;

import dev.warren.edge.net.EventLoops;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;

/** Puts a MINA server on the data plane's event loops and ciphers. */
public final class SshTransport {

    private SshTransport() {}

    /**
     * Sets the I/O layer, the session, the ciphers and the randomness of {@code server}, which is
     * not started yet.
     *
     * <p>AES-GCM leads, so that a client with default settings lands on it: OpenSSH's own first
     * choice, ChaCha20-Poly1305, costs several times as much on the JVM and is offered only when
     * asked for.
     *
     * @param front what is asked before a socket is set up
     */
    public static void configure(
            SshServer server,
            EventLoops loops,
            Function<ChannelInitializer<SocketChannel>, ChannelHandler> front,
            boolean offerChaCha20) {
        server.setIoServiceFactoryFactory(new NettyIoServiceFactory(loops, front));
        server.setSessionFactory(
                new SessionFactory(server) {
                    @Override
                    protected ServerSessionImpl doCreateSession(IoSession connection)
                            throws Exception {
                        return new LeanServerSession(getServer(), connection);
                    }
                });
        server.setRandomFactory(PaddingRandom::new);
        server.setCipherFactories(ciphers(offerChaCha20));
        CoreModuleProperties.TCP_NODELAY.set(server, true);
    }

    private static List<NamedFactory<Cipher>> ciphers(boolean offerChaCha20) {
        List<NamedFactory<Cipher>> ciphers = new ArrayList<>();
        ciphers.add(new AesGcmFactory(16));
        ciphers.add(new AesGcmFactory(32));
        ciphers.add(BuiltinCiphers.aes128ctr);
        ciphers.add(BuiltinCiphers.aes192ctr);
        ciphers.add(BuiltinCiphers.aes256ctr);
        if (offerChaCha20) {
            ciphers.add(BuiltinCiphers.cc20p1305_openssh);
        }
        return ciphers;
    }
}
