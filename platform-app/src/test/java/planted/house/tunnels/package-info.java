@ApplicationModule(allowedDependencies = "core")
package planted.house.tunnels;

import org.springframework.modulith.ApplicationModule;
