package dev.warren.tunnels.options;

/**
 * One thing that a user set with a word such as {@code note=demo}. Each is a record with a constant
 * {@code WORD} that says how it is read, and stands once in {@link OptionCatalog}.
 */
public sealed interface TunnelOption
        permits AllowCountry,
                AllowIp,
                BackendEncryption,
                BackendProtocol,
                Bandwidth,
                BasicAuth,
                Bearer,
                CircuitBreaker,
                Deadline,
                DenyCountry,
                DenyIp,
                Elsewhere,
                Group,
                Guests,
                HeaderAdd,
                HeaderRemove,
                HealthCheck,
                HostHeader,
                Login,
                MaxConnections,
                Note,
                ProxyProtocol,
                Rate,
                ResponseHeaderAdd,
                ResponseHeaderRemove,
                Toggle,
                Webhook,
                Weight {

    /** Whether it makes sense for a connection only, not for one forward of it. */
    default boolean isForWholeConnection() {
        return false;
    }

    /** What holds when this was said after {@code before}, which has the same class. */
    default TunnelOption after(TunnelOption before) {
        return this;
    }
}
