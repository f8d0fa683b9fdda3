package dev.warren.tunnels.live;

import dev.warren.edge.ssh.ForwardRequest;
import dev.warren.tunnels.live.BindOutcome.Refused;
import dev.warren.tunnels.options.BasicAuth;
import dev.warren.tunnels.options.Bearer;
import dev.warren.tunnels.options.SniProxy;
import dev.warren.tunnels.options.TunnelOptions;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Decides whose TLS is passed on unopened, and who cannot have that. Stateless. */
final class Passing {

    private final BooleanSupplier https;

    /**
     * @param https whether visitors can come over TLS now
     */
    Passing(BooleanSupplier https) {
        this.https = https;
    }

    /** Whether the options ask for it. */
    boolean isWanted(TunnelClient client, ForwardRequest request, TunnelAddress address) {
        return switch (address) {
            case TunnelAddress.Web web -> options(client, request, web).isOn(SniProxy.class);
            case TunnelAddress.Tls tls -> options(client, request, tls).isOn(SniProxy.class);
            case TunnelAddress.Port port -> false;
            case TunnelAddress.Alias alias -> false;
        };
    }

    /** Whether the options, as they are now, make another address of the tunnel's. */
    boolean isChanged(Tunnel tunnel) {
        boolean passed = tunnel.address() instanceof TunnelAddress.Tls;
        return passed != isWanted(tunnel.client(), tunnel.key(), tunnel.address());
    }

    /** Why {@code web} cannot be passed on, though its user wants it. */
    Optional<Refused> refusal(TunnelClient client, ForwardRequest request, TunnelAddress.Web web) {
        if (!https.getAsBoolean()) {
            return refused(
                    "sni-proxy: HTTPS is off on this server (expected: a forward without it)");
        }
        if (!web.path().isRoot()) {
            return refused(
                    "sni-proxy: a path cannot be seen in TLS that is not opened (expected: a name"
                            + " alone)");
        }
        TunnelOptions options = options(client, request, web);
        if (options.get(BasicAuth.class).isPresent() || options.get(Bearer.class).isPresent()) {
            return refused(
                    "sni-proxy: nobody can be asked to log in over TLS that is not opened (expected:"
                            + " no basic-auth and no bearer)");
        }
        return Optional.empty();
    }

    private static Optional<Refused> refused(String sentence) {
        return Optional.of(new Refused(Refusal.UNSUPPORTED, sentence));
    }

    private static TunnelOptions options(
            TunnelClient client, ForwardRequest request, TunnelAddress address) {
        return client.options().of(Tunnel.names(request, address));
    }
}
