@NullMarked
package dev.warren.registry.fill;

import org.jspecify.annotations.NullMarked;
