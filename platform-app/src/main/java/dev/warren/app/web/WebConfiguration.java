package dev.warren.app.web;

import dev.warren.core.people.People;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.catalina.session.ManagerBase;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/** Wires the platform's own pages and what guards them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebProperties.class)
class WebConfiguration {

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** The actuator listens on this machine's loopback only, and its endpoints are read-only. */
    @Bean
    @Order(1)
    SecurityFilterChain actuatorSecurity(HttpSecurity http) {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pageSecurity(
            HttpSecurity http,
            SignIn signIn,
            SecurityContextRepository contexts,
            CsrfTokenRepository csrf) {
        return http.authorizeHttpRequests(requests ->
                        requests.requestMatchers(
                                        "/",
                                        "/login",
                                        "/login/**",
                                        "/tunnels/login/callback",
                                        "/tunnels/events.atom",
                                        "/style.css",
                                        "/error")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .csrf(protection -> protection.csrfTokenRepository(csrf))
                .securityContext(context -> context.securityContextRepository(contexts))
                .addFilterBefore(new LiveAccountFilter(signIn), AuthorizationFilter.class)
                .logout(logout -> logout.logoutSuccessUrl("/"))
                .exceptionHandling(failures ->
                        failures.defaultAuthenticationEntryPointFor(
                                        new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED),
                                        PathPatternRequestMatcher.pathPattern("/api/**"))
                                .defaultAuthenticationEntryPointFor(
                                        new LoginUrlAuthenticationEntryPoint("/login"),
                                        AnyRequestMatcher.INSTANCE))
                .requestCache(cache -> cache.disable())
                .headers(headers ->
                        headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                                .referrerPolicy(
                                        referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                                // the edge says it for all hosts, as warren.https.hsts has it
                                .httpStrictTransportSecurity(hsts -> hsts.disable()))
                .build();
    }

    @Bean
    SecurityContextRepository securityContexts() {
        return new HttpSessionSecurityContextRepository();
    }

    /** In a cookie, so that a visitor who only looks makes no session. */
    @Bean
    CsrfTokenRepository csrfTokens() {
        return new CookieCsrfTokenRepository();
    }

    @Bean
    SignIn signIn(People people, SecurityContextRepository contexts, CsrfTokenRepository csrf) {
        return new SignIn(people, contexts, csrf);
    }

    @Bean
    LogInLimiter logInLimiter(WebProperties settings, MeterRegistry meters) {
        return new LogInLimiter(settings.logInsPerMinute(), meters);
    }

    @Bean
    FilterRegistrationBean<RequestIdFilter> requestIds() {
        var registration = new FilterRegistrationBean<>(new RequestIdFilter());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    TomcatContextCustomizer sessionLimit(WebProperties settings) {
        return context -> {
            if (context.getManager() instanceof ManagerBase manager) {
                manager.setMaxActiveSessions(settings.maxSessions());
            }
        };
    }
}
