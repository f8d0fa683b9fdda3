package dev.warren.tunnels.options;

/** An option that is on or off, and off when nobody says anything. */
public sealed interface Toggle extends TunnelOption
        permits AutoClose,
                Compress,
                Cors,
                ForceHttps,
                Inspect,
                Interstitial,
                LocalForward,
                Qr,
                RequestLines,
                SniProxy,
                Sticky,
                StripPath,
                TcpAlias {

    boolean on();
}
