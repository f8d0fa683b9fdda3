package dev.warren.core.database;

import dev.warren.core.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * As whom the server's programs run. PostgreSQL refuses to run as root, so root runs them as the
 * data's owner if that is somebody else, in a user namespace of their own where root is nobody, or,
 * where such namespaces are forbidden (as in many containers), as an unprivileged user who is given
 * the folder.
 *
 * @param prefix what comes before a program's own command line; may be empty
 */
record PostgresIdentity(List<String> prefix) {

    private static final int ROOT = 0;

    /** Finds whom to run as, and gives the folder to whoever that is. */
    static PostgresIdentity choose(Path folder, Path data) throws IOException {
        if (!runsAsRoot()) {
            return new PostgresIdentity(List.of());
        }
        Path owned = Files.exists(data) ? data : folder;
        if (uid(owned) != ROOT) {
            // what we made as root just now is to be that user's as well
            give(folder, Files.getOwner(owned));
            return as(uid(owned), gid(owned));
        }
        if (Commands.succeeds(List.of("unshare", "--user", "true"))) {
            return new PostgresIdentity(List.of("unshare", "--user"));
        }
        return unprivileged(folder);
    }

    static PostgresIdentity unprivileged(Path folder) throws IOException {
        for (String name : List.of("postgres", "nobody")) {
            Optional<UserPrincipal> user = lookUp(folder, name);
            if (user.isPresent()) {
                give(folder, user.get());
                PostgresIdentity identity = as(uid(folder), gid(folder));
                if (!identity.canEnter(folder)) {
                    throw new StartRefusedException(
                            "warren.data-dir: %s (expected: a folder that the user %s may enter, because PostgreSQL does not run as root)"
                                    .formatted(folder.getParent(), name));
                }
                return identity;
            }
        }
        throw new StartRefusedException(
                "user: root (expected: another one; PostgreSQL does not run as root, and there is no user postgres or nobody here)");
    }

    List<String> run(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    private boolean canEnter(Path folder) {
        return Commands.succeeds(run(List.of("test", "-w", folder.toString())));
    }

    private static PostgresIdentity as(int uid, int gid) {
        return new PostgresIdentity(
                List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"));
    }

    private static boolean runsAsRoot() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.notExists(status)) {
            return "root".equals(System.getProperty("user.name"));
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
        }
    }

    private static Optional<UserPrincipal> lookUp(Path folder, String name) throws IOException {
        try {
            return Optional.of(
                    folder.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(name));
        } catch (UserPrincipalNotFoundException unknown) {
            return Optional.empty();
        }
    }

    private static void give(Path folder, UserPrincipal owner) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (!Files.isSymbolicLink(path)) {
                    Files.setOwner(path, owner);
                }
            }
        }
    }

    private static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static int gid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    }
}
