package dev.warren.edge.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.edge.http.HttpTarget;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private final RouteTable routes = new RouteTable();

    private static HttpTarget target() {
        return new FakeTarget(new InetSocketAddress(1), MemoryBudget.root("t", 1), null);
    }

    private @Nullable HttpTarget find(String host, String path) {
        HostRoutes found = routes.find(host);
        return found == null ? null : found.find(path);
    }

    @Test
    void longestPrefixThatEndsWithASegmentWins() {
        HttpTarget root = target();
        HttpTarget foo = target();
        HttpTarget deep = target();
        routes.put("a.test", "/", root);
        routes.put("a.test", "/foo", foo);
        routes.put("a.test", "/foo/bar/baz", deep);

        assertThat(find("a.test", "/foo")).isSameAs(foo);
        assertThat(find("a.test", "/foo/")).isSameAs(foo);
        assertThat(find("a.test", "/foo/bar")).isSameAs(foo);
        assertThat(find("a.test", "/foo/bar/baz/x")).isSameAs(deep);
        assertThat(find("a.test", "/foo/bar/bazz")).isSameAs(foo);
        assertThat(find("a.test", "/foobar")).isSameAs(root);
        assertThat(find("a.test", "/foo%2Fbar")).isSameAs(root);
        assertThat(find("a.test", "/")).isSameAs(root);
        assertThat(find("b.test", "/")).isNull();
    }

    @Test
    void exactHostBeatsNearestWildcard() {
        HttpTarget exact = target();
        HttpTarget near = target();
        HttpTarget far = target();
        routes.put("x.a.test", "/", exact);
        routes.put("*.a.test", "/", near);
        routes.put("*.test", "/", far);

        assertThat(find("x.a.test", "/")).isSameAs(exact);
        assertThat(find("y.x.a.test", "/")).isSameAs(near);
        assertThat(find("a.test", "/")).isSameAs(far);
        assertThat(find("test", "/")).isNull();
    }

    @Test
    void removesOnlyWhatStillLeadsThere() {
        HttpTarget first = target();
        HttpTarget second = target();
        routes.put("a.test", "/", first);
        routes.put("a.test", "/", second);

        routes.remove("a.test", "/", first);
        assertThat(find("a.test", "/")).isSameAs(second);
        routes.remove("a.test", "/", second);
        assertThat(routes.find("a.test")).isNull();
    }

    @Test
    void refusesPrefixesThatCouldNeverMatch() {
        HttpTarget target = target();

        assertThatThrownBy(() -> routes.put("a.test", "/x/", target))
                .hasMessageContaining("/x/ (expected: ");
        assertThatThrownBy(() -> routes.put("a.test", "x", target))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hundredThousandRoutesComeAndGo() {
        HttpTarget target = target();

        for (int i = 0; i < 100_000; i++) {
            routes.put("user-" + i + ".tuns.test", "/", target);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(routes.find("user-" + i + ".tuns.test") != null).isTrue();
            routes.remove("user-" + i + ".tuns.test", "/", target);
        }

        assertThat(routes.find("user-5.tuns.test")).isNull();
    }
}
