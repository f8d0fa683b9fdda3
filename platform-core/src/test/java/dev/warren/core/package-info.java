@NullMarked
package dev.warren.core;

import org.jspecify.annotations.NullMarked;
