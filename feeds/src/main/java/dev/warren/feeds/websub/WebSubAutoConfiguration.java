package dev.warren.feeds.websub;

import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.secrets.SecretBox;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.feeds.fetch.Bodies;
import dev.warren.feeds.item.Items;
import dev.warren.feeds.parse.FeedParser;
import dev.warren.feeds.source.Sources;
import dev.warren.feeds.websub.Subscriber.Callback;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Wires the news that hubs send, where they can reach this server. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@EnableConfigurationProperties(WebSubProperties.class)
@ConditionalOnProperty("warren.feeds.websub.url")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class WebSubAutoConfiguration {

    private static final Duration LOOK = Duration.ofSeconds(20);

    /** Hubs have no accounts; what they know is in the address and the signature. */
    @Bean
    @Order(0)
    SecurityFilterChain feedsHubSecurity(HttpSecurity http) {
        return http.securityMatcher(WebSubServlet.PATH + "/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    @Bean
    HubRows feedsHubRows(JdbcClient jdbc) {
        return new HubRows(jdbc);
    }

    @Bean
    HubSecrets feedsHubSecrets(ObjectProvider<SecretBox> box, SecureRandom random) {
        return new HubSecrets(box::getObject, random);
    }

    @Bean
    ServletRegistrationBean<WebSubServlet> feedsHubServlet(
            HubRows rows,
            HubSecrets secrets,
            Pings pings,
            Bodies bodies,
            WebSubProperties settings) {
        return new ServletRegistrationBean<>(
                new WebSubServlet(rows, secrets, pings, bodies, settings.receiving()),
                WebSubServlet.PATH + "/*");
    }

    @Bean
    Pings feedsHubPings(FeedParser parser, Items items, Sources sources, InstantSource clock) {
        return new Pings(parser, items, sources, clock);
    }

    @Bean
    Subscriber feedsHubSubscriber(
            HubRows rows,
            HubSecrets secrets,
            ObjectProvider<OutboundHttp> http,
            WebSubProperties settings) {
        Callback callback = new Callback(Objects.requireNonNull(settings.url()), settings.lease());
        return new Subscriber(rows, secrets, http::getObject, callback);
    }

    @Bean
    Upkeep feedsHubs(Subscriber subscriber) {
        return new Upkeep("feed-hubs", LOOK, Upkeep.DEFAULT_PHASE, subscriber::run);
    }
}
