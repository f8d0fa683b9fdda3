@NullMarked
package dev.warren.core.outbound;

import org.jspecify.annotations.NullMarked;
