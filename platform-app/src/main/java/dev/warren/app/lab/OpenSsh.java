package dev.warren.app.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * The installed OpenSSH client as a user without a configuration of their own would run it: its own
 * defaults for ciphers and all else, only the key and the file of known hosts are ours.
 *
 * @param workspace where the known hosts are kept
 * @param key to log in with
 */
public record OpenSsh(Workspace workspace, SshKey key) {

    /** The command line up to and with the destination; {@code options} go before it. */
    public List<String> command(Gateway gateway, List<String> options) {
        List<String> command = new ArrayList<>(List.of(Programs.ssh().toString(), "-F", "none"));
        for (String option :
                List.of(
                        "BatchMode=yes",
                        "IdentitiesOnly=yes",
                        "IdentityAgent=none",
                        "IdentityFile=" + key.privateFile(),
                        "StrictHostKeyChecking=accept-new",
                        "GlobalKnownHostsFile=none",
                        "UserKnownHostsFile=" + workspace.file("known_hosts"),
                        "ConnectTimeout=20")) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(options);
        command.addAll(List.of("-p", Integer.toString(gateway.sshPort())));
        command.add(gateway.login() + "@127.0.0.1");
        return command;
    }

    /** The same for {@code ssh -N} with remote forwards, each as after {@code -R}. */
    public List<String> forwarding(Gateway gateway, List<String> forwards, List<String> options) {
        List<String> all = new ArrayList<>(List.of("-N", "-o", "ExitOnForwardFailure=yes"));
        all.addAll(options);
        forwards.forEach(forward -> all.addAll(List.of("-R", forward)));
        return command(gateway, all);
    }
}
