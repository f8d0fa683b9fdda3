/** What repositories there are and what they hold, in PostgreSQL. */
@NullMarked
package dev.warren.registry.catalog;

import org.jspecify.annotations.NullMarked;
