/**
 * WebSub: hubs send news of feeds by themselves.
 *
 * @see <a href="https://www.w3.org/TR/websub/">WebSub</a>
 */
@NullMarked
package dev.warren.feeds.websub;

import org.jspecify.annotations.NullMarked;
