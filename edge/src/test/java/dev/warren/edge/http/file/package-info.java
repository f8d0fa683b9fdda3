@NullMarked
package dev.warren.edge.http.file;

import org.jspecify.annotations.NullMarked;
