/** Tests of tokens and scopes. */
@NullMarked
package dev.warren.registry.access;

import org.jspecify.annotations.NullMarked;
