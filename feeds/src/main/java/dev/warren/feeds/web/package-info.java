/**
 * What the reader's pages ask, and scripts with a browser's session: JSON below {@code /api/feeds}.
 */
@NullMarked
package dev.warren.feeds.web;

import org.jspecify.annotations.NullMarked;
