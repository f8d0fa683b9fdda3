@NullMarked
package dev.warren.core.database;

import org.jspecify.annotations.NullMarked;
