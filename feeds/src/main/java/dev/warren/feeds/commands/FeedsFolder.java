package dev.warren.feeds.commands;

import dev.warren.core.mail.Outbox;
import dev.warren.edge.ssh.DroppedFile;
import dev.warren.edge.ssh.FileFolder;
import dev.warren.edge.ssh.SshConnection;
import dev.warren.feeds.digest.Digest;
import dev.warren.feeds.digest.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code scp daily.txt HOST:feeds/}: keeps a file of feeds, and gives it back. */
record FeedsFolder(Digests digests, Outbox outbox) implements FileFolder {

    @Override
    public String folder() {
        return "feeds";
    }

    @Override
    public String summary() {
        return "lists of feeds to be mailed: scp daily.txt HOST:feeds/";
    }

    @Override
    public int maxBytes() {
        return digests.maxBytes();
    }

    @Override
    public Outcome accept(SshConnection connection, DroppedFile file) throws IOException {
        byte[] content = file.content().readNBytes(file.size());
        return switch (digests.keep(connection.account(), file.name(), content)) {
            case Digests.Outcome.Kept kept -> new Outcome.Taken(Words.kept(kept, outbox));
            case Digests.Outcome.Refused refused ->
                    new Outcome.Rejected(Words.problems(refused.problems(), file.name()));
        };
    }

    @Override
    public List<KeptFile> list(SshConnection connection) {
        return digests.list(connection.account()).stream().map(FeedsFolder::file).toList();
    }

    @Override
    public Optional<KeptFile> find(SshConnection connection, String name) {
        return digests.find(connection.account(), name).map(FeedsFolder::file);
    }

    @Override
    public Optional<byte[]> read(SshConnection connection, String name) {
        return digests.find(connection.account(), name).map(FeedsFolder::bytes);
    }

    @Override
    public boolean remove(SshConnection connection, String name) {
        return digests.remove(connection.account(), name);
    }

    private static KeptFile file(Digest digest) {
        return new KeptFile(digest.name(), bytes(digest).length, digest.updatedAt());
    }

    private static byte[] bytes(Digest digest) {
        return digest.content().getBytes(StandardCharsets.UTF_8);
    }
}
