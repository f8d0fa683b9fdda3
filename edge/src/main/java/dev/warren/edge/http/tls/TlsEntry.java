package dev.warren.edge.http.tls;

import dev.warren.edge.http.TlsTarget;
import dev.warren.edge.http.proxy.Transport;
import dev.warren.edge.net.ChargedReads;
import dev.warren.edge.net.FileChunks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.Locale;
import javax.net.ssl.SSLException;
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

    /**
     * A fatal alert in place of a handshake, which browsers do not let people click away.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-6.2">RFC 8446, 6.2</a>
     */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private final TlsSetup setup;
    private final SocketChannel socket;
    private final ChargedReads reads;
    private boolean asksForProof;

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
    protected Future<TlsIdentity> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf hello)
            throws Exception {
        asksForProof = hello != null && HelloProtocols.offersOnly(hello, ChallengeEnd.PROTOCOL);
        return super.lookup(ctx, hello);
    }

    @Override
    protected Future<TlsIdentity> lookup(ChannelHandlerContext ctx, @Nullable String host)
            throws SSLException {
        String asked = host == null ? null : lower(host);
        Identity proof =
                asksForProof && asked != null
                        ? setup.certificates().source().challenge(asked)
                        : null;
        asksForProof = proof != null;
        return ctx.executor()
                .newSucceededFuture(
                        proof == null
                                ? setup.certificates().current().pick(asked)
                                : TlsIdentity.challenge(proof));
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext ctx, @Nullable String host, Future<TlsIdentity> picked) {
        if (asksForProof || !picked.isSuccess()) {
            prove(ctx, picked);
            return;
        }
        TlsTarget unopened = host == null ? null : setup.routes().find(lower(host));
        if (unopened != null) {
            passOn(ctx, unopened);
            return;
        }
        TlsIdentity identity = picked.getNow();
        if (host != null && isComing(identity, lower(host))) {
            comeAgain(ctx);
            return;
        }
        SslHandler tls = handler(ctx, identity);
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
                .addAfter(ctx.name(), "plain-reads", new PlainReads(reads::payer))
                .replace(this, "tls", tls);
    }

    /** Whether the host has no certificate yet, and gets one now. */
    private boolean isComing(TlsIdentity identity, String host) {
        return !identity.identity().covers(host) && setup.certificates().source().isComing(host);
    }

    private SslHandler handler(ChannelHandlerContext ctx, TlsIdentity identity) {
        SslHandler tls = identity.context().newHandler(ctx.alloc());
        tls.setHandshakeTimeoutMillis(setup.handshakeMillis());
        tls.setCumulator(ScarceCumulator.INSTANCE);
        return tls;
    }

    private void comeAgain(ChannelHandlerContext ctx) {
        setup.visitors().refused("tls_ordered");
        ctx.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME))
                .addListener(ChannelFutureListener.CLOSE);
        ctx.pipeline().replace(this, "end", new ChallengeEnd());
    }

    /** Shows a certificate authority that this server answers for a host, and no more. */
    private void prove(ChannelHandlerContext ctx, Future<TlsIdentity> proof) {
        if (proof.isSuccess()) {
            ctx.pipeline()
                    .addAfter(ctx.name(), "challenge-end", new ChallengeEnd())
                    .replace(this, "tls", handler(ctx, proof.getNow()));
        } else {
            ctx.close();
        }
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
