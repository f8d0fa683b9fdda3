/** Suites of others that say whether we do what a specification says. */
@NullMarked
package dev.warren.app.conformance;

import org.jspecify.annotations.NullMarked;
