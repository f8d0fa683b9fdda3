/** HTTP/2 at the edge: each of its streams becomes a visitor that speaks HTTP/1.1. */
@NullMarked
package dev.warren.edge.http.h2;

import org.jspecify.annotations.NullMarked;
