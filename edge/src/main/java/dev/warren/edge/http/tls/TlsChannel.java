package dev.warren.edge.http.tls;

import dev.warren.edge.net.ProxyProtocol;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelId;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket, or a stream to a backend, with TLS on it, as a channel that can end one direction: the
 * peer is told within TLS first, because an end that is not told there means that somebody cut the
 * line. All else is the socket's own.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-6.1">RFC 8446, 6.1</a>
 */
final class TlsChannel implements DuplexChannel {

    private final DuplexChannel socket;
    private final SslHandler tls;

    TlsChannel(DuplexChannel socket, SslHandler tls) {
        this.socket = socket;
        this.tls = tls;
    }

    /** Whether the handshake ended in HTTP/2. */
    boolean speaksHttp2() {
        return ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol());
    }

    /** Whoever has opened the connection; null when he has gone. */
    @Nullable InetSocketAddress peer() {
        return ProxyProtocol.client(socket);
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(socket.newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        tls.closeOutbound().addListener(told -> socket.shutdownOutput(promise));
        return promise;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return socket.shutdownInput();
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        return socket.shutdownInput(promise);
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdown(socket.newPromise());
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        tls.closeOutbound().addListener(told -> socket.shutdown(promise));
        return promise;
    }

    @Override
    public boolean isInputShutdown() {
        return socket.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }

    @Override
    public boolean isShutdown() {
        return socket.isShutdown();
    }

    @Override
    public ChannelId id() {
        return socket.id();
    }

    @Override
    public EventLoop eventLoop() {
        return socket.eventLoop();
    }

    @Override
    public @Nullable Channel parent() {
        return socket.parent();
    }

    @Override
    public ChannelConfig config() {
        return socket.config();
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public boolean isRegistered() {
        return socket.isRegistered();
    }

    @Override
    public boolean isActive() {
        return socket.isActive();
    }

    @Override
    public ChannelMetadata metadata() {
        return socket.metadata();
    }

    @Override
    public SocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public SocketAddress remoteAddress() {
        return socket.remoteAddress();
    }

    @Override
    public ChannelFuture closeFuture() {
        return socket.closeFuture();
    }

    @Override
    public Unsafe unsafe() {
        return socket.unsafe();
    }

    @Override
    public ChannelPipeline pipeline() {
        return socket.pipeline();
    }

    @Override
    public <T> Attribute<T> attr(AttributeKey<T> key) {
        return socket.attr(key);
    }

    @Override
    public <T> boolean hasAttr(AttributeKey<T> key) {
        return socket.hasAttr(key);
    }

    @Override
    public int compareTo(Channel other) {
        return socket.compareTo(other);
    }

    @Override
    public boolean equals(Object other) {
        return other == this;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
