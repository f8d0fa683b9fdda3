/** Who may do what: tokens, and the rules of hosted repositories. */
@NullMarked
package dev.warren.registry.access;

import org.jspecify.annotations.NullMarked;
