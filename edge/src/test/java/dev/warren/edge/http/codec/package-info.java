@NullMarked
package dev.warren.edge.http.codec;

import org.jspecify.annotations.NullMarked;
