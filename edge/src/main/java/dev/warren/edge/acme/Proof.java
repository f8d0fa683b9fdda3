package dev.warren.edge.acme;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.shredzone.acme4j.challenge.Challenge;

/** A way to show an authority that a name is ours. */
sealed interface Proof permits ServedProof, DnsProof {

    /** What authorities call the ways that there are. */
    List<String> KINDS = List.of("http-01", "tls-alpn-01", "dns-01");

    /** What authorities call this one. */
    String kind();

    /**
     * Whether it can be shown for {@code host}.
     *
     * @param wildcard whether all names one label below the host are to be certified
     */
    boolean suits(String host, boolean wildcard);

    /**
     * Puts it where the authority will look; blocks. Closing takes it away.
     *
     * @throws IOException saying what stands in the way
     */
    Closeable show(String host, Challenge challenge) throws IOException;

    /** How long it may take until it is seen everywhere. */
    Duration spread();
}
