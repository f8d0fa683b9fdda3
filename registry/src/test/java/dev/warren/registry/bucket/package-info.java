@NullMarked
package dev.warren.registry.bucket;

import org.jspecify.annotations.NullMarked;
