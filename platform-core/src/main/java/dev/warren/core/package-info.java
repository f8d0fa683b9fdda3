/**
 * What every module stands on: memory budgets, people, events, the database and guarded outbound
 * HTTP. Imports no other module.
 */
@ApplicationModule(
        displayName = "Platform core",
        allowedDependencies = {})
@NullMarked
package dev.warren.core;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
