/** PostgreSQL: the embedded server of the default run, and one schema per module. */
@NamedInterface("database")
@NullMarked
package dev.warren.core.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
