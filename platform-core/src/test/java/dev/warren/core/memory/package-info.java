@NullMarked
package dev.warren.core.memory;

import org.jspecify.annotations.NullMarked;
