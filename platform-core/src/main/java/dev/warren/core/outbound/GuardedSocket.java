package dev.warren.core.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

/** A socket that connects to allowed addresses only: the last word, whoever resolved the name. */
final class GuardedSocket extends Socket {

    private final AddressRules rules;

    GuardedSocket(AddressRules rules) {
        this.rules = rules;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        if (!(endpoint instanceof InetSocketAddress target) || target.isUnresolved()) {
            throw new IOException("not a resolved address");
        }
        if (!rules.allows(target.getAddress())) {
            throw new GuardedResolver.ForbiddenAddressException(
                    target.getHostString(), target.getAddress());
        }
        super.connect(endpoint, timeout);
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }
}
