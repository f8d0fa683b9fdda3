/** Files that the platform names and the edge sends, without a copy through the program. */
@NamedInterface("http-file")
@NullMarked
package dev.warren.edge.http.file;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
