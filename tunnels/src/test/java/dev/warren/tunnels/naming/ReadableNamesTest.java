package dev.warren.tunnels.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.warren.core.people.AccountName;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadableNamesTest {

    private final ReadableNames names = new ReadableNames(new Random(7));

    @Test
    void everyNameFitsTheLongestAccount() {
        var longest = new AccountName("a".repeat(31));
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 5_000; i++) {
            seen.add(new TunnelName(longest, names.next(i % 2 == 0)).value());
        }

        assertThat(seen).hasSizeGreaterThan(3_000).allMatch(name -> name.contains("-"));
    }

    @Test
    void aNumberIsAddedWhenPlainNamesAreTaken() {
        assertThat(names.next(false)).matches("[a-z]+-[a-z]+");
        assertThat(names.next(true)).matches("[a-z]+-[a-z]+-\\d{4}");
    }

    @Test
    void aTunnelNameCannotBeMadeOfAnythingElse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TunnelName(new AccountName("alice"), "Web"))
                .withMessageContaining("expected: at most 57");
    }
}
