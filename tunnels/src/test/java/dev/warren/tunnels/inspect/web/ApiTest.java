package dev.warren.tunnels.inspect.web;

import static dev.warren.tunnels.inspect.InspectWorld.BOBS;
import static dev.warren.tunnels.inspect.InspectWorld.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.Registration;
import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.Account;
import dev.warren.core.people.AccountName;
import dev.warren.core.testing.BudgetLeaks;
import dev.warren.core.testing.InMemoryPeople;
import dev.warren.core.testing.TestKeys;
import dev.warren.tunnels.inspect.InspectWorld;
import dev.warren.tunnels.inspect.InspectWorld.Request;
import dev.warren.tunnels.inspect.InspectWorld.Response;
import dev.warren.tunnels.inspect.Place;
import dev.warren.tunnels.inspect.replay.Replayer;
import dev.warren.tunnels.inspect.view.Views;
import dev.warren.tunnels.testing.FakeExposures;
import dev.warren.tunnels.testing.TunnelWorld;
import java.security.Principal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class ApiTest {

    @RegisterExtension final BudgetLeaks leaks = new BudgetLeaks();

    private final InspectWorld world = new InspectWorld();
    private final MemoryBudget budget = MemoryBudget.root("views", 20 << 20);
    private final Views views = new Views(budget, 1000);
    private final InMemoryPeople people = new InMemoryPeople(Registration.OPEN, world.clock);
    private final WebTools tools =
            new WebTools(
                    world.inspector, views, people, new TunnelWorld(new FakeExposures()).tunnels);
    private final MockMvc web =
            MockMvcBuilders.standaloneSetup(
                            new ExchangesController(tools),
                            new ReplayController(
                                    tools, new Replayer(views, world.inspector, budget, 1000)))
                    .build();
    private Account alice;
    private Account root;

    @BeforeEach
    void record() {
        root = people.add("root", TestKeys.ed25519(2));
        alice = people.add("alice", TestKeys.ed25519(1));
        Place own = new Place(alice.id(), "alice", WEB.host(), "web");
        world.exchange(own, Request.of("POST", "/hook"), "sent", Response.of(404), "nothing here");
        world.get(own, "/page", 200);
        world.get(new Place(alice.id() + 1, "bob", BOBS.host(), "web"), "/bob", 200);
    }

    @AfterEach
    void forgetAll() {
        leaks.watch(world.root);
        leaks.watch(budget);
        world.inspector.clear(alice.id(), _ -> true);
        world.inspector.clear(alice.id() + 1, _ -> true);
    }

    @Test
    void listsOnesOwnByFilter() throws Exception {
        assertThat(get("/exchanges").getContentAsString())
                .contains("/hook", "/page")
                .doesNotContain("/bob");
        assertThat(get("/exchanges?status=4xx&tunnel=web").getContentAsString())
                .contains("/hook")
                .doesNotContain("/page");
        assertThat(get("/exchanges?tunnel=other").getContentAsString()).isEqualTo("[]");
        assertThat(get("/exchanges?status=x").getStatus()).isEqualTo(400);
    }

    @Test
    void showsOneWithItsBodies() throws Exception {
        MockHttpServletResponse answer = get("/exchanges/req_1");

        assertThat(answer.getContentAsString()).contains("\"text\":\"nothing here\"");
        assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(get("/exchanges/req_1/har").getContentAsString()).contains("\"entries\":[{");
        assertThat(get("/har").getContentAsString()).contains("/hook", "/page");
    }

    @Test
    void othersAreNotThere() throws Exception {
        assertThat(get("/exchanges/req_3").getStatus()).isEqualTo(404);
        assertThat(get("/exchanges/req_3/har").getStatus()).isEqualTo(404);
        assertThat(call(HttpMethod.POST, "/exchanges/req_3/replay", "").getStatus()).isEqualTo(404);
    }

    @Test
    void strangersAreSentAway() throws Exception {
        var request =
                MockMvcRequestBuilders.get("/api/tunnels/exchanges").principal(() -> "nobody");

        assertThat(web.perform(request).andReturn().getResponse().getStatus()).isEqualTo(401);
    }

    @Test
    void tellsWhatHappensUntilTheAccountMayNotSeeItAnyMore() throws Exception {
        Place own = new Place(alice.id(), "alice", WEB.host(), "web");
        var answer = new AtomicReference<String>("");
        Thread reader =
                Thread.startVirtualThread(() -> {
                    try {
                        answer.set(get("/live?status=2xx").getContentAsString());
                    } catch (Exception e) {
                        answer.set(e.toString());
                    }
                });
        Awaitility.await().until(() -> viewers() == 1);

        for (int i = 0; i < 300; i++) {
            world.get(own, "/seen", 200);
        }
        world.get(own, "/other", 500);
        people.administration().suspend(root, new AccountName("alice"));
        world.get(own, "/wakes", 500);

        assertThat(reader.join(Duration.ofSeconds(15))).isTrue();
        assertThat(answer.get())
                .startsWith(": watching")
                .contains("event: exchange\ndata: {\"id\":\"req_")
                .doesNotContain("/other");
        assertThat(viewers()).isZero();
    }

    private double viewers() {
        return world.meters.get("warren.tunnels.capture.viewers").gauge().value();
    }

    @Test
    void forgetsOnDemand() throws Exception {
        assertThat(call(HttpMethod.DELETE, "/exchanges?tunnel=web", "").getContentAsString())
                .isEqualTo("{\"forgotten\":2}");
    }

    @Test
    void sendsAgainOnlyWhatItUnderstandsAndWhereItCan() throws Exception {
        String path = "/exchanges/req_1/replay";

        assertThat(call(HttpMethod.POST, path, "").getStatus()).isEqualTo(409);
        assertThat(call(HttpMethod.POST, path, "{\"to\": \"gone\"}").getStatus()).isEqualTo(409);
        assertThat(call(HttpMethod.POST, path, "{").getStatus()).isEqualTo(400);
        assertThat(call(HttpMethod.POST, path, " ".repeat(300_000)).getStatus()).isEqualTo(413);
    }

    private MockHttpServletResponse get(String path) throws Exception {
        return call(HttpMethod.GET, path, "");
    }

    private MockHttpServletResponse call(HttpMethod method, String path, String body)
            throws Exception {
        Principal who = () -> "alice";
        var request =
                MockMvcRequestBuilders.request(method, "/api/tunnels" + path)
                        .principal(who)
                        .content(body);
        return web.perform(request).andReturn().getResponse();
    }
}
