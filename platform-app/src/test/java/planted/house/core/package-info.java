@ApplicationModule(allowedDependencies = {})
package planted.house.core;

import org.springframework.modulith.ApplicationModule;
