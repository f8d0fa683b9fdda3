package dev.warren.app;

import dev.warren.app.start.StartMessage;
import dev.warren.core.WarrenProperties;
import dev.warren.edge.net.FrontDoor;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires what the program says about itself. */
@Configuration(proxyBeanMethods = false)
class AppConfiguration {

    @Bean
    Addresses addresses(WarrenProperties settings, List<FrontDoor> doors, Environment environment) {
        String tunnels = environment.getProperty("warren.tunnels.domain", settings.host("tuns"));
        return new Addresses(settings, tunnels, doors);
    }

    @Bean
    StartMessage startMessage(Addresses addresses, WarrenProperties settings) {
        return new StartMessage(addresses, settings);
    }
}
