package dev.warren.tunnels.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpPlan;
import dev.warren.edge.http.HttpTarget;
import dev.warren.tunnels.net.FakeRequest;
import dev.warren.tunnels.net.OfflineWords;
import dev.warren.tunnels.net.UnknownTunnels;
import dev.warren.tunnels.options.ConnectionOptions;
import dev.warren.tunnels.options.OptionWords;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures were made with openssl; those of GitHub and Slack stand in their own manuals. */
class SignaturesTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    private static final String GITHUB =
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private static final String STRIPE_BODY = "{\"id\":\"evt_1\",\"object\":\"event\"}";
    private static final String STRIPE =
            "0c8670ed117751cc551a20e35839447075c42800ea3cf3e8a2fbda99cd1e6edd";
    private static final String STRIPE_OLD =
            "921476aa6febf6d11353fcee45246000c9edf7b3938ae2d09a2d6ea5cb98d9db";

    private static final Instant SLACK_TIME = Instant.ofEpochSecond(1_531_420_618);
    private static final String SLACK_BODY =
            "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                    + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
                    + "&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A"
                    + "%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                    + "%2F96rGlfmibIGlgcZRskXaIFfN"
                    + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    private final HttpTarget target =
            new UnknownTunnels(MemoryBudget.root("test", 1), OfflineWords.NONE);

    @Test
    void letsInWhatGitHubSigned() {
        TunnelPolicy policy = policy("webhook=github:It's a Secret to Everybody");
        FakeRequest signed = request("X-Hub-Signature-256", GITHUB);

        assertThat(judged(policy, signed, "Hello, World!")).isSameAs(HttpPlan.AS_IS);
        assertThat(judged(policy, signed, "Hello, World?")).isInstanceOf(HttpPlan.Refuse.class);
    }

    @Test
    void anotherSecretIsNotGoodEnough() {
        TunnelPolicy policy = policy("webhook=github:another secret");

        HttpPlan plan = judged(policy, request("X-Hub-Signature-256", GITHUB), "Hello, World!");

        assertThat(sentence(plan)).contains("not that of a sender this tunnel knows");
    }

    @Test
    void whileASecretChangesBothAreGood() {
        TunnelPolicy policy =
                policy(
                        "webhook=github:another secret",
                        "webhook=github:It's a Secret to Everybody");

        assertThat(judged(policy, request("X-Hub-Signature-256", GITHUB), "Hello, World!"))
                .isSameAs(HttpPlan.AS_IS);
    }

    @Test
    void nothingIsHeldOfWhatIsNotSigned() {
        TunnelPolicy policy = policy("webhook=github:It's a Secret to Everybody");

        HttpPlan plan = plan(policy, FakeRequest.get("/"), NOW);

        assertThat(plan).isInstanceOf(HttpPlan.Refuse.class);
        assertThat(sentence(plan)).contains("only requests that their sender has signed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                "sha256=zz",
                "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "sha1=757107ea0eb2509fc211221cce984b8a37570b6d"
            })
    void aSignatureOfAnotherFormIsNone(String value) {
        TunnelPolicy policy = policy("webhook=github:It's a Secret to Everybody");

        HttpPlan plan = plan(policy, request("X-Hub-Signature-256", value), NOW);

        assertThat(plan instanceof HttpPlan.Hold hold ? hold.judge().of(bytes("")) : plan)
                .isInstanceOf(HttpPlan.Refuse.class);
    }

    @Test
    void twoSignatureFieldsAreNone() {
        TunnelPolicy policy = policy("webhook=github:It's a Secret to Everybody");
        FakeRequest twice =
                request("X-Hub-Signature-256", GITHUB).with("x-hub-signature-256", GITHUB);

        assertThat(plan(policy, twice, NOW)).isInstanceOf(HttpPlan.Refuse.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t=1700000000,v1=" + STRIPE,
                "t=1700000000,v0=00,v1=" + STRIPE,
                "t=1700000000, v1=" + STRIPE_OLD + ", v1=" + STRIPE
            })
    void letsInWhatStripeSigned(String header) {
        TunnelPolicy policy = policy("webhook=stripe:whsec_test_secret");

        assertThat(judged(policy, request("Stripe-Signature", header), STRIPE_BODY))
                .isSameAs(HttpPlan.AS_IS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t=1700000001,v1=" + STRIPE,
                "v1=" + STRIPE,
                "t=1700000000,v0=" + STRIPE,
                "t=1700000000,v1=" + STRIPE_OLD
            })
    void refusesWhatStripeDidNotSign(String header) {
        TunnelPolicy policy = policy("webhook=stripe:whsec_test_secret");
        HttpPlan plan = plan(policy, request("Stripe-Signature", header), NOW);

        assertThat(plan instanceof HttpPlan.Hold hold ? hold.judge().of(bytes(STRIPE_BODY)) : plan)
                .isInstanceOf(HttpPlan.Refuse.class);
    }

    @ParameterizedTest
    @CsvSource({"-301,false", "-299,true", "299,true", "301,false"})
    void whatWasSignedLongAgoIsRefused(long seconds, boolean admitted) {
        TunnelPolicy policy = policy("webhook=stripe:whsec_test_secret");
        FakeRequest signed = request("Stripe-Signature", "t=1700000000,v1=" + STRIPE);

        HttpPlan plan = judged(policy, signed, STRIPE_BODY, NOW.plusSeconds(seconds));

        if (admitted) {
            assertThat(plan).isSameAs(HttpPlan.AS_IS);
        } else {
            assertThat(sentence(plan)).contains("more than 5 minutes ago");
        }
    }

    @Test
    void letsInWhatSlackSigned() {
        TunnelPolicy policy = policy("webhook=slack:8f742231b10e8888abcd99yyyzzz85a5");
        FakeRequest signed =
                request(
                        "X-Slack-Signature",
                        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");

        assertThat(
                        judged(
                                policy,
                                signed.with("X-Slack-Request-Timestamp", "1531420618"),
                                SLACK_BODY,
                                SLACK_TIME))
                .isSameAs(HttpPlan.AS_IS);
        assertThat(plan(policy, signed, SLACK_TIME)).isInstanceOf(HttpPlan.Refuse.class);
    }

    @ParameterizedTest
    @CsvSource({
        "hmac:X-Shop-Hmac:sha256:shop-secret,Gv9XXFGFr0Zx+A5TG1EGv7ZKuk8WdZ8z/bx+T30H5/c=",
        "hmac:x-shop-hmac:SHA1:shop-secret,SHA1=564b0cf03154737d2945793eca621c50d4031f2e",
        "HMAC:X-Shop-Hmac:sha1:shop-secret,564B0CF03154737D2945793ECA621C50D4031F2E",
        "hmac:X-Shop-Hmac:sha512:shop-secret,eb9cc4a21c45d15081541441ec85e9b3f6fcd5f19987ea754ace986632ab7a4885bed0baa59953e30665cef92773aa9b9ba2b172d946fb4a6c99b0b88b095ee1"
    })
    void letsInWhatAnybodySignedInAHeader(String word, String signature) {
        TunnelPolicy policy = policy("webhook=" + word);

        assertThat(judged(policy, request("X-Shop-Hmac", signature), "{\"order\":7}"))
                .isSameAs(HttpPlan.AS_IS);
    }

    @Test
    void aSecretIsNeverShown() {
        OptionWords.Read read =
                new OptionWords(() -> NOW)
                        .read(List.of("webhook=hmac:X-A:sha256:hush-hush", "webhook=slack:short"));

        assertThat(read.over(ConnectionOptions.NONE).toString()).doesNotContain("hush");
        assertThat(read.complaints())
                .singleElement()
                .asString()
                .startsWith("webhook: not readable (expected: github:SECRET")
                .endsWith("lets nobody in");
    }

    @Test
    void anUnreadableOneLetsNobodyIn() {
        OptionWords.Read read = new OptionWords(() -> NOW).read(List.of("webhook=gitlab:secret12"));
        TunnelPolicy policy =
                new Policies(Countries.NONE, Optional.empty(), 1024)
                        .of(read.over(ConnectionOptions.NONE).common());

        assertThat(plan(policy, request("X-Hub-Signature-256", GITHUB), NOW))
                .isInstanceOf(HttpPlan.Refuse.class);
        assertThat(policy.asksForLogIn()).isTrue();
    }

    private HttpPlan judged(TunnelPolicy policy, FakeRequest request, String body) {
        return judged(policy, request, body, NOW);
    }

    private HttpPlan judged(TunnelPolicy policy, FakeRequest request, String body, Instant now) {
        HttpPlan plan = plan(policy, request, now);
        assertThat(plan).isInstanceOf(HttpPlan.Hold.class);
        assertThat(((HttpPlan.Hold) plan).most()).isEqualTo(1024);
        return ((HttpPlan.Hold) plan).judge().of(bytes(body));
    }

    private HttpPlan plan(TunnelPolicy policy, FakeRequest request, Instant now) {
        return policy.plan(request, target, "/", now);
    }

    private static TunnelPolicy policy(String... words) {
        OptionWords.Read read = new OptionWords(() -> NOW).read(List.of(words));
        assertThat(read.complaints()).isEmpty();
        return new Policies(Countries.NONE, Optional.empty(), 1024)
                .of(read.over(ConnectionOptions.NONE).common());
    }

    private static FakeRequest request(String name, String value) {
        return FakeRequest.get("/").with(name, value);
    }

    private static String sentence(HttpPlan plan) {
        assertThat(plan).isInstanceOf(HttpPlan.Refuse.class);
        return String.valueOf(((HttpPlan.Refuse) plan).refusal().getMessage());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
