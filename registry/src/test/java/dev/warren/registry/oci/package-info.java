/** Tests of the words. */
@NullMarked
package dev.warren.registry.oci;

import org.jspecify.annotations.NullMarked;
