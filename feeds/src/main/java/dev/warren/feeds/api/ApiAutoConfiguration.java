package dev.warren.feeds.api;

import static java.util.Map.entry;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.FailedLogIns;
import dev.warren.core.people.People;
import dev.warren.feeds.images.ImageProxy;
import dev.warren.feeds.reader.Entries;
import dev.warren.feeds.reader.OpmlExchange;
import dev.warren.feeds.reader.Subscriptions;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Wires what apps speak. */
@AutoConfiguration(afterName = "dev.warren.feeds.reader.ReaderAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(ApiProperties.class)
class ApiAutoConfiguration {

    private static final String GOOGLE_READER = "/api/greader.php/*";

    /**
     * The APIs look themselves at who asks, by what each request carries: no session, no cookie.
     */
    @Bean
    @Order(0)
    SecurityFilterChain feedsApiSecurity(HttpSecurity http) {
        return http.securityMatcher("/api/greader.php/**", "/fever", "/fever/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    @Bean
    AppLogIn appLogIn(People people, ApiProperties settings) {
        return new AppLogIn(people, new FailedLogIns(settings.failedLogins()));
    }

    @Bean
    ServletRegistrationBean<GoogleReaderServlet> googleReader(
            AppLogIn logIn,
            Subscriptions subscriptions,
            Entries entries,
            OpmlExchange opml,
            ImageProxy images,
            InstantSource clock,
            @Qualifier("feedsMemory") MemoryBudget memory) {
        StreamNames names = new StreamNames(subscriptions, entries);
        Lists lists = new Lists(subscriptions, entries);
        Streams streams = new Streams(names, subscriptions, entries, images, clock);
        Edits edits = new Edits(names, subscriptions, entries);
        SubscriptionEdits feeds = new SubscriptionEdits(names, subscriptions, opml);
        Map<String, GoogleReaderServlet.Answer> answers =
                Map.ofEntries(
                        entry("user-info", lists::userInfo),
                        entry("token", lists::token),
                        entry("preference/list", lists::preferences),
                        entry("preference/stream/list", lists::streamPreferences),
                        entry("tag/list", lists::tags),
                        entry("subscription/list", lists::subscriptions),
                        entry("unread-count", lists::unreadCounts),
                        entry("stream/contents", streams::contents),
                        entry("stream/contents/", streams::contents),
                        entry("stream/items/ids", streams::ids),
                        entry("stream/items/contents", streams::items),
                        entry("edit-tag", edits::editTag),
                        entry("mark-all-as-read", edits::markAllRead),
                        entry("rename-tag", edits::renameTag),
                        entry("disable-tag", edits::disableTag),
                        entry("subscription/edit", feeds::edit),
                        entry("subscription/quickadd", feeds::quickAdd),
                        entry("subscription/export", feeds::export),
                        entry(Lists.IMPORT, feeds::importList));
        return new ServletRegistrationBean<>(
                new GoogleReaderServlet(logIn, answers, memory), GOOGLE_READER);
    }

    @Bean
    ServletRegistrationBean<FeverServlet> fever(
            AppLogIn logIn,
            Subscriptions subscriptions,
            Entries entries,
            ImageProxy images,
            InstantSource clock,
            @Qualifier("feedsMemory") MemoryBudget memory) {
        return new ServletRegistrationBean<>(
                new FeverServlet(
                        logIn,
                        new FeverLists(subscriptions, entries, images),
                        new FeverMarks(entries, clock),
                        memory,
                        clock),
                "/fever/*");
    }
}
