/** The SSH command {@code registry}. */
@NullMarked
package dev.warren.registry.commands;

import org.jspecify.annotations.NullMarked;
