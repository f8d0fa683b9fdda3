@NullMarked
package dev.warren.registry.upstream;

import org.jspecify.annotations.NullMarked;
