package dev.warren.tunnels.inspect.web;

import dev.warren.core.people.People;
import dev.warren.tunnels.inspect.Inspector;
import dev.warren.tunnels.inspect.replay.Replayer;
import dev.warren.tunnels.inspect.view.Views;
import dev.warren.tunnels.live.Tunnels;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Wires the inspector's part of the platform's web host. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class InspectWebAutoConfiguration {

    @Bean
    WebTools inspectWebTools(Inspector inspector, Views views, People people, Tunnels tunnels) {
        return new WebTools(inspector, views, people, tunnels);
    }

    @Bean
    ExchangesController exchangesController(WebTools tools) {
        return new ExchangesController(tools);
    }

    @Bean
    ReplayController replayController(WebTools tools, Replayer replayer) {
        return new ReplayController(tools, replayer);
    }
}
