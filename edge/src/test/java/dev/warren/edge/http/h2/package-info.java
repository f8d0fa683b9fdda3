@NullMarked
package dev.warren.edge.http.h2;

import org.jspecify.annotations.NullMarked;
