@NullMarked
package dev.warren.edge.http.platform;

import org.jspecify.annotations.NullMarked;
