package dev.warren.edge.ssh.server;

import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.OptionalFeature;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;

/**
 * What the door offers in key exchange, in its order of preference: post-quantum hybrids first,
 * encrypt-then-MAC, no SHA-1, no compression (a stranger could make us inflate). Ciphers are the
 * transport's.
 */
final class Algorithms {

    private static final List<BuiltinDHFactories> KEY_EXCHANGE =
            List.of(
                    BuiltinDHFactories.mlkem768x25519,
                    BuiltinDHFactories.sntrup761x25519,
                    BuiltinDHFactories.sntrup761x25519_openssh,
                    BuiltinDHFactories.curve25519,
                    BuiltinDHFactories.curve25519_libssh,
                    BuiltinDHFactories.ecdhp256,
                    BuiltinDHFactories.ecdhp384,
                    BuiltinDHFactories.ecdhp521,
                    BuiltinDHFactories.dhg16_512,
                    BuiltinDHFactories.dhg14_256);
    private static final List<BuiltinMacs> MACS =
            List.of(
                    BuiltinMacs.hmacsha256etm,
                    BuiltinMacs.hmacsha512etm,
                    BuiltinMacs.hmacsha256,
                    BuiltinMacs.hmacsha512);
    private static final List<BuiltinSignatures> SIGNATURES =
            List.of(
                    BuiltinSignatures.ed25519,
                    BuiltinSignatures.nistp256,
                    BuiltinSignatures.nistp384,
                    BuiltinSignatures.nistp521,
                    BuiltinSignatures.rsaSHA512,
                    BuiltinSignatures.rsaSHA256,
                    BuiltinSignatures.sk_ssh_ed25519,
                    BuiltinSignatures.sk_ecdsa_sha2_nistp256,
                    BuiltinSignatures.ed25519_cert,
                    BuiltinSignatures.nistp256_cert,
                    BuiltinSignatures.nistp384_cert,
                    BuiltinSignatures.nistp521_cert,
                    BuiltinSignatures.rsaSHA512_cert,
                    BuiltinSignatures.rsaSHA256_cert);

    private Algorithms() {}

    static void apply(SshServer server) {
        server.setKeyExchangeFactories(
                NamedFactory.setUpTransformedFactories(
                        true, supported(KEY_EXCHANGE), ServerBuilder.DH2KEX));
        server.setMacFactories(new ArrayList<>(supported(MACS)));
        List<NamedFactory<Signature>> signatures = new ArrayList<>(supported(SIGNATURES));
        server.setSignatureFactories(signatures);
        server.setCompressionFactories(List.of(BuiltinCompressions.none));
    }

    private static <T extends NamedResource & OptionalFeature> List<T> supported(List<T> wanted) {
        List<T> found = wanted.stream().filter(OptionalFeature::isSupported).toList();
        if (found.isEmpty()) {
            throw new IllegalStateException(
                    "algorithms: none of %s is supported (expected: Bouncy Castle on the class path)"
                            .formatted(NamedResource.getNames(wanted)));
        }
        return found;
    }
}
