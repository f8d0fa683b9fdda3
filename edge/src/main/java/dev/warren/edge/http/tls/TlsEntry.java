package dev.warren.edge.http.tls;

import dev.warren.edge.http.TlsTarget;
import dev.warren.edge.http.proxy.Transport;
import dev.warren.edge.net.ChargedReads;
import dev.warren.edge.net.FileChunks;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a connection's ClientHello, in whatever pieces it comes, picks the certificate for the host
 * that it names, and puts TLS in its own place. Confined to the event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6066#section-3">RFC 6066, 3</a>
 */
final class TlsEntry extends AbstractSniHandler<TlsIdentity> {

    /** Post-quantum key shares make a hello of 2 KiB; nothing makes one of 16. */
    private static final int LARGEST_HELLO = 16 * 1024;

    private final TlsSetup setup;
    private final SocketChannel socket;
    private final ChargedReads reads;

    TlsEntry(TlsSetup setup, SocketChannel socket, ChargedReads reads) {
        super(LARGEST_HELLO, setup.helloMillis());
        this.setup = setup;
        this.socket = socket;
        this.reads = reads;
        setCumulator(ScarceCumulator.INSTANCE);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        super.channelActive(ctx);
        ctx.read();
    }

    @Override
    protected Future<TlsIdentity> lookup(ChannelHandlerContext ctx, @Nullable String host) {
        String asked = host == null ? null : lower(host);
        return ctx.executor().newSucceededFuture(setup.certificates().current().pick(asked));
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext ctx, @Nullable String host, Future<TlsIdentity> picked) {
        TlsTarget unopened = host == null ? null : setup.routes().find(lower(host));
        if (unopened != null) {
            passOn(ctx, unopened);
            return;
        }
        TlsIdentity identity = picked.getNow();
        SslHandler tls = identity.context().newHandler(ctx.alloc());
        tls.setHandshakeTimeoutMillis(setup.handshakeMillis());
        tls.setCumulator(ScarceCumulator.INSTANCE);
        Transport transport =
                new Transport(
                        true,
                        asked ->
                                host == null
                                        || setup.certificates().current().mayAsk(identity, asked));
        ctx.pipeline()
                .addAfter(
                        ctx.name(),
                        "tls-outcome",
                        new TlsOutcome(setup, new TlsChannel(socket, tls), reads, transport))
                .addAfter(ctx.name(), "file-chunks", new FileChunks())
                .addAfter(ctx.name(), "plain-reads", new PlainReads(reads))
                .replace(this, "tls", tls);
    }

    private void passOn(ChannelHandlerContext ctx, TlsTarget target) {
        setup.released(socket);
        PassThrough through = new PassThrough(setup.visitors(), socket, reads, target);
        ctx.pipeline().replace(this, "pass-through", through);
        through.begin();
    }

    private static String lower(String host) {
        return host.toLowerCase(Locale.ROOT);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        setup.visitors().refused("tls_hello");
        ctx.close();
    }
}
