/** Items of feeds, once for all who follow them. */
@NullMarked
package dev.warren.feeds.item;

import org.jspecify.annotations.NullMarked;
