@NullMarked
package dev.warren.edge.http.tls;

import org.jspecify.annotations.NullMarked;
