/** What happens around the start: the check of all settings, one-line failures, the first words. */
@NullMarked
package dev.warren.app.start;

import org.jspecify.annotations.NullMarked;
