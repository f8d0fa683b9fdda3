/** What phone and desktop apps speak: the APIs of Google Reader and of Fever. */
@NullMarked
package dev.warren.feeds.api;

import org.jspecify.annotations.NullMarked;
