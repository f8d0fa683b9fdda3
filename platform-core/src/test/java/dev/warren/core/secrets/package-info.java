@NullMarked
package dev.warren.core.secrets;

import org.jspecify.annotations.NullMarked;
