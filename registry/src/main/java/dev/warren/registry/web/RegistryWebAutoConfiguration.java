package dev.warren.registry.web;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.people.FailedLogIns;
import dev.warren.core.people.People;
import dev.warren.core.secrets.SecretBox;
import dev.warren.edge.http.file.GrowingFiles;
import dev.warren.registry.RegistryProperties;
import dev.warren.registry.access.Credentials;
import dev.warren.registry.access.TokenServlet;
import dev.warren.registry.access.Tokens;
import dev.warren.registry.fill.Fills;
import dev.warren.registry.fill.StoredBlobs;
import dev.warren.registry.hosted.Hosted;
import dev.warren.registry.hosted.Uploads;
import dev.warren.registry.hot.HotManifests;
import dev.warren.registry.mirror.Mirrors;
import dev.warren.registry.upkeep.Usage;
import dev.warren.registry.upstream.MirrorHosts;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Wires the registry's paths on the platform's web hosts. */
@AutoConfiguration(
        afterName = {
            "dev.warren.registry.RegistryAutoConfiguration",
            "dev.warren.registry.mirror.MirrorAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class RegistryWebAutoConfiguration {

    /** The registry looks itself at who asks, and keeps no sessions. */
    @Bean
    @Order(0)
    SecurityFilterChain registrySecurity(HttpSecurity http) {
        return http.securityMatcher("/v2", "/v2/**", "/token")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.cacheControl(cache -> cache.disable()))
                .build();
    }

    @Bean
    Tokens registryTokens(
            JdbcClient jdbc,
            SecretBox box,
            SecureRandom random,
            People people,
            InstantSource clock) {
        return new Tokens(new SigningKey(jdbc, box, random).open(), people::account, clock);
    }

    @Bean
    Credentials registryCredentials(People people, Tokens tokens) {
        return new Credentials(people, tokens);
    }

    @Bean
    FailedLogIns registryAttempts(RegistryProperties settings) {
        return new FailedLogIns(settings.failedLogins());
    }

    @Bean
    ServletRegistrationBean<TokenServlet> registryTokenServlet(
            Credentials credentials, Tokens tokens, FailedLogIns attempts) {
        return new ServletRegistrationBean<>(
                new TokenServlet(credentials, tokens, attempts), "/token");
    }

    @Bean
    ServletRegistrationBean<RegistryServlet> registryServlet(
            Credentials credentials,
            FailedLogIns attempts,
            People people,
            Hosted hosted,
            Mirrors mirrors,
            Uploads uploads,
            HotManifests hot,
            Fills fills,
            GrowingFiles growing,
            Usage usage,
            MirrorHosts mirrorHosts,
            RegistryProperties settings,
            @Qualifier("registryMemory") MemoryBudget memory) {
        Places places = new Places(hosted, mirrors, people::account);
        var endpoints =
                new Router.Endpoints(
                        new ManifestEndpoint(hosted, uploads.quotas(), hot, memory),
                        new BlobEndpoint(hosted, new StoredBlobs(fills), growing, memory),
                        new UploadEndpoint(
                                hosted,
                                uploads,
                                (call, name) -> places.readable(call.caller(), name)),
                        new ListEndpoint(hosted));
        Gate gate = new Gate(settings.anonymous());
        var router =
                new Router(
                        new Router.Parts(
                                credentials,
                                attempts,
                                places,
                                gate,
                                hosted,
                                hot,
                                endpoints,
                                mirrorHosts,
                                usage));
        return new ServletRegistrationBean<>(new RegistryServlet(router), "/v2/*");
    }
}
