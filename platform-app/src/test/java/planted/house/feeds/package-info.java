@ApplicationModule(allowedDependencies = "core")
package planted.house.feeds;

import org.springframework.modulith.ApplicationModule;
