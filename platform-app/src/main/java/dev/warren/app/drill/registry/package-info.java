/** What breaks a registry, done to Warren's on purpose. */
@NullMarked
package dev.warren.app.drill.registry;

import org.jspecify.annotations.NullMarked;
