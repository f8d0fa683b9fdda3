/** Feeds as they are fetched: who may ask which server when, and how it went. */
@NullMarked
package dev.warren.feeds.source;

import org.jspecify.annotations.NullMarked;
