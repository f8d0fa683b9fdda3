/**
 * HTTP/1.1 on the wire, strictly: heads parsed into offsets over one array, bodies counted and
 * passed on as they are.
 */
@NullMarked
package dev.warren.edge.http.codec;

import org.jspecify.annotations.NullMarked;
