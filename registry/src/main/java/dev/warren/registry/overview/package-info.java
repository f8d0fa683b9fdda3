/** What people are shown of the registry, whether by command or on a page. */
@NullMarked
package dev.warren.registry.overview;

import org.jspecify.annotations.NullMarked;
