/** What the outside sees of the program's inside: health and metrics that no module owns. */
@NullMarked
package dev.warren.app.observe;

import org.jspecify.annotations.NullMarked;
