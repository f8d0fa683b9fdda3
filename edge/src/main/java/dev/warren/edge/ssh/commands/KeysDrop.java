package dev.warren.edge.ssh.commands;

import dev.warren.core.people.Account;
import dev.warren.core.people.Keys;
import dev.warren.core.people.People;
import dev.warren.core.people.PeopleException;
import dev.warren.core.people.PublicKeyText;
import dev.warren.core.people.RegisteredKey;
import dev.warren.edge.ssh.DroppedFile;
import dev.warren.edge.ssh.FileDrop;
import dev.warren.edge.ssh.SshConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code scp id_ed25519.pub HOST:keys/}: adds every key of the file, one a line, or none of them.
 */
final class KeysDrop implements FileDrop {

    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_KEYS = 50;

    private final People people;

    KeysDrop(People people) {
        this.people = people;
    }

    @Override
    public String folder() {
        return "keys";
    }

    @Override
    public String summary() {
        return "public keys to add to your account: scp id.pub HOST:keys/";
    }

    @Override
    public int maxBytes() {
        return MAX_BYTES;
    }

    @Override
    public Outcome accept(SshConnection connection, DroppedFile file) throws IOException {
        List<String> lines =
                new String(file.content().readNBytes(file.size()), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        List<Entry> entries = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < lines.size() && complaints.size() < MAX_KEYS; i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String place = file.name() + ":" + (i + 1);
            try {
                entries.add(new Entry(place, PublicKeyText.parse(line)));
            } catch (PeopleException unusable) {
                complaints.add(place + ": " + unusable.getMessage());
            }
        }
        if (complaints.isEmpty() && (entries.isEmpty() || entries.size() > MAX_KEYS)) {
            complaints.add(
                    "%s: has %d keys (expected: 1 to %d)"
                            .formatted(file.name(), entries.size(), MAX_KEYS));
        }
        return complaints.isEmpty()
                ? add(connection.account(), entries)
                : new Outcome.Rejected(complaints);
    }

    /** Adds all, and takes them back when one is refused. */
    private Outcome add(Account account, List<Entry> entries) {
        Keys keys = people.keys();
        Set<String> there =
                keys.list(account).stream()
                        .map(RegisteredKey::fingerprint)
                        .collect(Collectors.toCollection(HashSet::new));
        List<String> added = new ArrayList<>();
        List<String> told = new ArrayList<>();
        for (Entry entry : entries) {
            String fingerprint = entry.key().fingerprint();
            if (!there.add(fingerprint)) {
                told.add(entry.place() + ": you have this key already: " + fingerprint);
                continue;
            }
            try {
                keys.add(account, entry.key());
                added.add(fingerprint);
                told.add(entry.place() + ": added " + fingerprint);
            } catch (PeopleException refused) {
                added.forEach(key -> keys.remove(account, key));
                return new Outcome.Rejected(List.of(entry.place() + ": " + refused.getMessage()));
            }
        }
        return new Outcome.Taken(told);
    }

    private record Entry(String place, PublicKeyText key) {}
}
