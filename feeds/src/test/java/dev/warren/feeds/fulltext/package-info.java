@NullMarked
package dev.warren.feeds.fulltext;

import org.jspecify.annotations.NullMarked;
