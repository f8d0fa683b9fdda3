package dev.warren.feeds.images;

import dev.warren.core.memory.MemoryBudget;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.secrets.SecretBox;
import org.springframework.beans.factory.ObjectProvider;
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

/** Wires the pictures' way. */
@AutoConfiguration(afterName = "dev.warren.feeds.FeedsAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(ImagesProperties.class)
class ImagesAutoConfiguration {

    /** The address itself is the permission: apps and mails send no log-in with it. */
    @Bean
    @Order(0)
    SecurityFilterChain feedImageSecurity(HttpSecurity http) {
        return http.securityMatcher(SignedAddress.PATH + "**")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.cacheControl(cache -> cache.disable()))
                .build();
    }

    @Bean
    SignedAddress feedImageAddresses(SecretBox secrets) {
        return new SignedAddress(secrets.derive("feeds.images"));
    }

    @Bean
    ImageProxy imageProxy(SignedAddress addresses, ImagesProperties settings) {
        return new ImageProxy(addresses, settings.proxy());
    }

    @Bean
    ServletRegistrationBean<ImageServlet> feedImages(
            SignedAddress addresses,
            ObjectProvider<OutboundHttp> http,
            ImagesProperties settings,
            @Qualifier("feedsMemory") MemoryBudget memory) {
        return new ServletRegistrationBean<>(
                new ImageServlet(addresses, http::getObject, memory, settings),
                SignedAddress.PATH + "*");
    }
}
