@NullMarked
package dev.warren.edge.http.proxy;

import org.jspecify.annotations.NullMarked;
