/** Which characters the bytes of a document mean, whatever its labels say. */
@NullMarked
package dev.warren.feeds.parse.charset;

import org.jspecify.annotations.NullMarked;
