/** Tests of blobs as files. */
@NullMarked
package dev.warren.registry.store;

import org.jspecify.annotations.NullMarked;
