@NullMarked
package dev.warren.core.people;

import org.jspecify.annotations.NullMarked;
