/** The words of the OCI specifications as types: digests, names, tags, manifests. */
@NullMarked
package dev.warren.registry.oci;

import org.jspecify.annotations.NullMarked;
