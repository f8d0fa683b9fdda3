/** The SSH tunnel gateway: names, routes and forwards. */
@ApplicationModule(
        displayName = "Tunnels",
        allowedDependencies = {
            "core",
            "core :: memory",
            "core :: people",
            "core :: audit",
            "core :: events",
            "core :: database",
            "core :: outbound",
            "core :: secrets",
            "core :: upkeep",
            "core :: webhooks",
            "edge",
            "edge :: ssh",
            "edge :: http",
            "edge :: net"
        })
@NullMarked
package dev.warren.tunnels;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
