@NullMarked
package dev.warren.edge.acme;

import org.jspecify.annotations.NullMarked;
