package dev.warren.feeds.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "https://example.org/feed https://example.org/feed",
                "HTTP://EXAMPLE.org:80 http://example.org/",
                "https://example.org:443/#top https://example.org/",
                "https://example.org.:8443/a?b=c#d https://example.org:8443/a?b=c",
                "example.org/feed https://example.org/feed",
                "example.org:8080/feed https://example.org:8080/feed",
                "//example.org https://example.org/",
                "feed://example.org/rss http://example.org/rss",
                "feed:https://example.org/rss https://example.org/rss",
                "https://bücher.example/é https://xn--bcher-kva.example/%C3%A9",
                "https://example.org/a%20b?c=%zz https://example.org/a%20b?c=%25zz",
                "https://example.org/?a[]=1|2 https://example.org/?a%5B%5D=1%7C2",
                "https://example。org/ https://example.org/",
                "http://[2606:4700::1111]/ http://[2606:4700::1111]/",
                "http://good@127.0.0.1/ http://127.0.0.1/",
                "http://127.0.0.1#@good http://127.0.0.1/"
            })
    void keepsOneFormOfAnAddress(String written, String kept) throws Exception {
        assertThat(FeedAddress.parse(written).url().toString()).isEqualTo(kept);
    }

    @Test
    void takesTheLoginOutOfTheAddress() throws Exception {
        FeedAddress address = FeedAddress.parse("https://al%40ice:p%3Aa+s@example.org/feed");

        assertThat(address.url()).hasToString("https://example.org/feed");
        assertThat(address.login()).contains(new Login("al@ice", "p:a+s"));
        assertThat(address.toString() + address.login()).doesNotContain("p:a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://",
                "https:///feed",
                "file:///etc/passwd",
                "ftp://example.org/feed",
                "gopher://example.org/",
                "jar:http://example.org/a.jar!/b",
                "data:text/xml,<rss/>",
                "netdoc:/etc/passwd",
                "javascript:alert(1)",
                "mailto:feed@example.org",
                "http://0/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://[::1/",
                "http://example.org:22/",
                "http://example.org:25/",
                "http://example.org:99999/",
                "http://exa mple.org/",
                "http://example.org\\@127.0.0.1/",
                "http://example.org/\r\nHost: x"
            })
    void refusesWhatIsNotFetched(String written) {
        assertThatThrownBy(() -> FeedAddress.parse(written))
                .isInstanceOf(BadAddressException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "https://feeds.example.co.uk/a,example.co.uk",
        "https://old.reddit.com/.rss,reddit.com",
        "https://alice.github.io/feed,alice.github.io",
        "https://localhost/,localhost",
        "http://127.0.0.2:8080/,127.0.0.2",
        "http://[::1]/,[::1]"
    })
    void findsTheDomainThatSomebodyRegistered(String url, String domain) throws Exception {
        assertThat(Domains.of(FeedAddress.parse(url).url())).isEqualTo(domain);
    }
}
