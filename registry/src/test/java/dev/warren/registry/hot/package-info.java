@NullMarked
package dev.warren.registry.hot;

import org.jspecify.annotations.NullMarked;
