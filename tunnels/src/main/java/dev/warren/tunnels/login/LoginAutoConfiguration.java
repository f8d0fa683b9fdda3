package dev.warren.tunnels.login;

import dev.warren.core.StartRefusedException;
import dev.warren.core.WarrenProperties;
import dev.warren.core.outbound.OutboundHttp;
import dev.warren.core.secrets.SecretBox;
import dev.warren.core.upkeep.Upkeep;
import dev.warren.tunnels.live.PublicAddresses;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires log-ins by a provider, where there is one. */
@AutoConfiguration
@EnableConfigurationProperties(LoginProperties.class)
class LoginAutoConfiguration {

    /** On the platform's own hosts. */
    static final String CALLBACK = "/tunnels/login/callback";

    /** How often a provider is tried that could not be reached. */
    private static final Duration TRY = Duration.ofSeconds(5);

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("warren.tunnels.login.issuer")
    static class WithProvider {

        @Bean
        Provider loginProvider(LoginProperties settings, OutboundHttp http, InstantSource clock) {
            URI issuer = settings.issuer();
            if (issuer == null) {
                throw new StartRefusedException(
                        "warren.tunnels.login.issuer:  (expected: an address)");
            }
            return new Provider(settings, issuer, http, clock);
        }

        @Bean
        Upkeep loginProviderUpkeep(Provider provider) {
            return new Upkeep("login-provider", TRY, Upkeep.EARLY, provider::refresh);
        }

        @Bean
        Capsules loginCapsules(SecretBox box) {
            return new Capsules(box);
        }

        @Bean
        OidcSignOn.Addresses loginAddresses(
                LoginProperties settings, PublicAddresses addresses, WarrenProperties warren) {
            return new OidcSignOn.Addresses() {
                @Override
                public URI of(String host) {
                    return addresses.urls().apply(host);
                }

                @Override
                public URI callback() {
                    URI set = settings.callback();
                    return set == null
                            ? URI.create(addresses.urls().apply(warren.domain()) + CALLBACK)
                            : set;
                }
            };
        }

        @Bean
        OidcSignOn oidcSignOn(
                Provider provider,
                LoginProperties settings,
                Capsules capsules,
                OidcSignOn.Addresses addresses,
                SecureRandom random) {
            return new OidcSignOn(provider, settings, capsules, addresses, random);
        }

        @Bean
        @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
        CallbackController loginCallback(
                Provider provider,
                LoginProperties settings,
                Capsules capsules,
                OidcSignOn.Addresses addresses,
                InstantSource clock) {
            return new CallbackController(provider, settings, capsules, addresses, clock);
        }
    }
}
