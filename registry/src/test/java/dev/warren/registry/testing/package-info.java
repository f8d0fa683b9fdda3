/** What tests of several packages share. */
@NullMarked
package dev.warren.registry.testing;

import org.jspecify.annotations.NullMarked;
