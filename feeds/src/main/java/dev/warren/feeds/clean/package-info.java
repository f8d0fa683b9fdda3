/**
 * What publishers write as HTML, made harmless: once for the web, once more for mail, once as text.
 */
@NullMarked
package dev.warren.feeds.clean;

import org.jspecify.annotations.NullMarked;
