package dev.warren.tunnels.live;

/**
 * The bounds of tunnels.
 *
 * @param perConnection tunnels of one SSH connection
 * @param perAccount tunnels of one account
 * @param total tunnels in all
 * @param streams streams of one tunnel that may be open
 * @param ports the ports that TCP tunnels may have
 */
public record TunnelLimits(
        int perConnection, int perAccount, int total, int streams, PortRange ports) {}
