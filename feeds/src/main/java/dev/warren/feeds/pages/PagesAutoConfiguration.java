package dev.warren.feeds.pages;

import dev.warren.feeds.digest.Digests;
import dev.warren.feeds.mail.Consents;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Wires the pages behind the links in mails. */
@AutoConfiguration(afterName = "dev.warren.feeds.digest.DigestAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class PagesAutoConfiguration {

    private static final String PATHS = "/feeds/mail/**";

    /** Their token is all that counts; a mail server that posts has no cookie. */
    @Bean
    @Order(0)
    SecurityFilterChain feedsMailSecurity(HttpSecurity http) {
        return http.securityMatcher(PATHS)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.disable())
                .build();
    }

    @Bean
    ServletRegistrationBean<MailPagesServlet> feedsMailPages(Digests digests, Consents consents) {
        return new ServletRegistrationBean<>(
                new MailPagesServlet(digests, consents), "/feeds/mail/*");
    }
}
