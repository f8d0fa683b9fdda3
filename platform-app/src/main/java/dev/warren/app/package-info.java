/** The program: main class, configuration, observability, drills and benchmarks. */
@NullMarked
package dev.warren.app;

import org.jspecify.annotations.NullMarked;
