package dev.warren.feeds.output;

import dev.warren.core.people.People;
import dev.warren.core.secrets.SecretBox;
import dev.warren.feeds.reader.Entries;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Wires streams that are feeds again. */
@AutoConfiguration(afterName = "dev.warren.feeds.reader.ReaderAutoConfiguration")
class OutputAutoConfiguration {

    /** The key in the address is the permission. */
    @Bean
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @Order(0)
    SecurityFilterChain feedOutputSecurity(HttpSecurity http) {
        return http.securityMatcher(OutputServlet.PATH + "**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.cacheControl(cache -> cache.disable()))
                .build();
    }

    @Bean
    OutputKeys outputKeys(SecretBox secrets, JdbcClient jdbc) {
        return new OutputKeys(secrets.derive("feeds.output"), jdbc);
    }

    @Bean
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    ServletRegistrationBean<OutputServlet> outputFeeds(
            People people, OutputKeys keys, Entries entries) {
        return new ServletRegistrationBean<>(
                new OutputServlet(people, keys, entries), OutputServlet.PATH + "*");
    }
}
