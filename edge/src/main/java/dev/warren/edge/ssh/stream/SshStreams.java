package dev.warren.edge.ssh.stream;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.ssh.DirectHandler;
import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.edge.ssh.StreamRefusedException;
import dev.warren.edge.ssh.StreamRefusedException.Reason;
import dev.warren.edge.ssh.transport.NettyIoSession;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;

/** Opens byte streams to SSH clients, and accepts those that clients open. Any thread may call. */
public final class SshStreams implements MeterBinder {

    /** How long an opening stream waits for memory before its visitor is told so. */
    private static final Duration MEMORY_WAIT = Duration.ofSeconds(3);

    private final StreamSetup setup;

    public SshStreams(StreamProperties settings) {
        this.setup = new StreamSetup(settings, new StreamMeters());
    }

    /**
     * Opens a {@code forwarded-tcpip} channel on {@code session}.
     *
     * @param boundPort the port that the client believes it bound
     * @param visitor the originator, resolved
     * @return a duplex channel on the session's event loop with auto-read off; fails with {@link
     *     StreamRefusedException}
     */
    public Future<Channel> openForwarded(
            Session session,
            ForwardRequest request,
            int boundPort,
            InetSocketAddress visitor,
            MemoryBudget budget) {
        EventLoop loop = ((NettyIoSession) session.getIoSession()).eventLoop();
        Promise<Channel> opened = loop.newPromise();
        long asked = System.nanoTime();
        opened.addListener((Future<Channel> done) -> {
            if (done.isSuccess()) {
                setup.meters().opened(System.nanoTime() - asked);
            } else if (done.cause() instanceof StreamRefusedException refusal) {
                setup.meters().refused(refusal.reason());
            }
        });
        ForwardedStream stream = new ForwardedStream(request, boundPort, visitor, setup, opened);
        budget.reserveAsync(setup.settings().initialWindow().toBytes(), MEMORY_WAIT)
                .whenComplete((window, refusal) -> {
                    if (window == null) {
                        opened.tryFailure(
                                new StreamRefusedException(
                                        Reason.OVER_BUDGET, "no memory for another stream now"));
                    } else {
                        stream.chargeTo(budget, window);
                        inLoop(loop, () -> open(session, stream, opened));
                    }
                });
        return opened;
    }

    private void open(Session session, ForwardedStream stream, Promise<Channel> opened) {
        try {
            session.getService(ConnectionService.class).registerChannel(stream);
            stream.giveUpAfter(setup.settings().openTimeout().toMillis());
            stream.open();
        } catch (IllegalStateException full) {
            stream.abandon();
            opened.tryFailure(
                    session.isOpen()
                            ? new StreamRefusedException(
                                    Reason.TOO_MANY_STREAMS,
                                    "the connection has as many streams as it may")
                            : gone());
        } catch (IOException unsent) {
            stream.abandon();
            opened.tryFailure(gone());
        }
    }

    private static StreamRefusedException gone() {
        return new StreamRefusedException(Reason.DISCONNECTED, "the SSH connection is gone");
    }

    private static void inLoop(EventLoop loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        setup.meters().bindTo(registry);
    }

    /** Accepts {@code direct-tcpip} channels and asks {@code handler} where they lead. */
    public ChannelFactory directFactory(
            DirectHandler handler, Function<Session, SshConnection> connections) {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return "direct-tcpip";
            }

            @Override
            public org.apache.sshd.common.channel.Channel createChannel(Session session) {
                return new DirectStream(setup, handler, connections.apply(session));
            }
        };
    }
}
