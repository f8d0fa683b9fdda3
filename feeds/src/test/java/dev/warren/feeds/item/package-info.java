@NullMarked
package dev.warren.feeds.item;

import org.jspecify.annotations.NullMarked;
