package dev.warren.tunnels.options;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All words there are. */
final class OptionCatalog {

    /** What other gateways know or Warren will, but this one does not serve. */
    static final Set<String> NOT_YET = Set.of("tcp-address", "udp-forward");

    private OptionCatalog() {}

    /** How each word is read, by what stands before {@code =}. */
    static Map<String, OptionWord> words(InstantSource clock, Equipment server) {
        Map<String, OptionWord> words = new TreeMap<>();
        Stream.of(
                        AllowCountry.word(server.countries()),
                        AllowIp.WORD,
                        AutoClose.WORD,
                        BackendEncryption.WORD,
                        BackendProtocol.WORD,
                        Bandwidth.WORD,
                        BasicAuth.WORD,
                        Bearer.WORD,
                        CircuitBreaker.WORD,
                        Compress.WORD,
                        Cors.WORD,
                        Deadline.word(new Deadlines(clock)),
                        DenyCountry.word(server.countries()),
                        DenyIp.WORD,
                        Elsewhere.WORD,
                        ForceHttps.WORD,
                        Group.WORD,
                        Guests.WORD,
                        HeaderAdd.WORD,
                        HeaderRemove.WORD,
                        HealthCheck.WORD,
                        HostHeader.WORD,
                        Inspect.WORD,
                        Interstitial.WORD,
                        LocalForward.WORD,
                        Login.word(server.logIns()),
                        MaxConnections.WORD,
                        Note.WORD,
                        ProxyProtocol.WORD,
                        ProxyProtocol.WORD.alias("proxyproto"),
                        Qr.WORD,
                        Rate.WORD,
                        RequestLines.WORD,
                        RequestLines.LOG,
                        ResponseHeaderAdd.WORD,
                        ResponseHeaderRemove.WORD,
                        SniProxy.WORD,
                        Sticky.WORD,
                        StripPath.WORD,
                        TcpAlias.WORD,
                        Webhook.WORD,
                        Weight.WORD)
                .forEach(word -> words.put(word.key(), word));
        return words;
    }
}
