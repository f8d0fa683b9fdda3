@NullMarked
package dev.warren.registry.mirror;

import org.jspecify.annotations.NullMarked;
