/** What stands between a visitor's connection and a target's stream. */
@NullMarked
package dev.warren.edge.http.proxy;

import org.jspecify.annotations.NullMarked;
