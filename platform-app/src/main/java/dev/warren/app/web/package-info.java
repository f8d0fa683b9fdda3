/** The platform's own few pages: how to begin, and what belongs to whoever is logged in. */
@NullMarked
package dev.warren.app.web;

import org.jspecify.annotations.NullMarked;
