package dev.warren.tunnels.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.people.Account;
import dev.warren.tunnels.live.PortRange;
import dev.warren.tunnels.live.PublicAddresses;
import dev.warren.tunnels.names.KeptName.Kind;
import dev.warren.tunnels.testing.FakeConnection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameBookTest {

    private static final Account ALICE = FakeConnection.account(1, "alice");
    private static final Account BOB = FakeConnection.account(2, "bob");

    private final InMemoryNameStore store = new InMemoryNameStore();
    private final NameBook book = book(store);

    static NameBook book(NameStore store) {
        return new NameBook(
                store,
                new PublicAddresses("tuns.example.org", "example.org", () -> 80),
                new NameBook.Limits(3, new PortRange(10_000, 10_009)),
                () -> Instant.EPOCH);
    }

    @Test
    void keepsNamesAndPortsForTheirOwner() {
        book.reserve(ALICE, "Web", Optional.of("back at nine"));
        book.reserve(ALICE, "10003", Optional.empty());
        book.claim(ALICE, "my.example.com");

        assertThat(book.index().of(1))
                .extracting(KeptName::kind, KeptName::name)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Kind.WEB, "alice-web"),
                        org.assertj.core.groups.Tuple.tuple(Kind.PORT, "10003"),
                        org.assertj.core.groups.Tuple.tuple(Kind.DOMAIN, "my.example.com"));
        assertThat(book.webName("alice-web.tuns.example.org").flatMap(KeptName::page))
                .contains("back at nine");
        assertThat(book.webName("x.alice-web.tuns.example.org")).isPresent();
        assertThat(book.webName("alice-other.tuns.example.org")).isEmpty();
        assertThat(book.webName("alice-web.elsewhere.org")).isEmpty();
    }

    @Test
    void aNameOrItsWholeLabelAreTheSame() {
        assertThat(book.reserve(ALICE, "alice-web", Optional.empty()).name())
                .isEqualTo("alice-web");
        assertThat(book.reserve(ALICE, "web", Optional.of("new")).name()).isEqualTo("alice-web");
        assertThat(book.index().of(1))
                .singleElement()
                .extracting(KeptName::page)
                .isEqualTo(Optional.of("new"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "we_b|we_b: not a name for a tunnel (expected: letters, digits and inner hyphens,"
                        + " such as web or my-app2)",
                "9999|port 9999: not for tunnels (expected: one of 10000 to 10009)"
            })
    void refusesWhatCannotBeReserved(String name, String sentence) {
        assertThatThrownBy(() -> book.reserve(ALICE, name, Optional.empty())).hasMessage(sentence);
    }

    @Test
    void refusesPagesThatAreTooLongOrHaveControlCharacters() {
        for (String page : List.of("a".repeat(1001), "a\u0007")) {
            assertThatThrownBy(() -> book.reserve(ALICE, "web", Optional.of(page)))
                    .hasMessage(
                            "the page's text (expected: at most 1000 characters, none of control)");
        }
    }

    @Test
    void refusesMoreNamesThanAnAccountMayHave() {
        List.of("a", "b", "c").forEach(name -> book.reserve(ALICE, name, Optional.empty()));

        assertThatThrownBy(() -> book.reserve(ALICE, "d", Optional.empty()))
                .hasMessage("your account has 3 names already (expected: at most 3)");
        book.reserve(ALICE, "a", Optional.of("known ones may change"));
    }

    @Test
    void anothersPortStaysHis() {
        book.reserve(BOB, "10001", Optional.empty());

        assertThatThrownBy(() -> book.reserve(ALICE, "10001", Optional.empty()))
                .hasMessage("10001: reserved by another account (expected: another one)");
        assertThatThrownBy(() -> book.release(ALICE, "10001"))
                .hasMessage("10001: not reserved by you");
        book.release(BOB, "10001");
        assertThat(book.index().of(2)).isEmpty();
    }

    @Test
    void bannedNamesAreNobodysUntilTheyAreFreed() {
        book.ban("Login");

        assertThatThrownBy(() -> book.reserve(ALICE, "login", Optional.empty()))
                .hasMessage("login: a name that nobody may have (expected: any other)");
        assertThatThrownBy(() -> book.ban("a.b")).hasMessageStartingWith("a.b: not a name");
        assertThatThrownBy(() -> book.unban("other")).hasMessage("other: not banned");
        book.unban("login");
        book.reserve(ALICE, "login", Optional.empty());
    }

    @Test
    void whatIsKnownIsStillKnownWhileTheDatabaseIsAway() {
        book.reserve(ALICE, "web", Optional.empty());
        store.goAway();

        assertThat(book.webName("alice-web.tuns.example.org")).isPresent();
        assertThatThrownBy(() -> book.reserve(ALICE, "x", Optional.empty()))
                .hasMessage("the database does not answer; try again in a minute");
    }
}
