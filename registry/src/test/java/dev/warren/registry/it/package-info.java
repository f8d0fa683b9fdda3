/** The registry behind its door, with its database, as clients meet it. */
@NullMarked
package dev.warren.registry.it;

import org.jspecify.annotations.NullMarked;
