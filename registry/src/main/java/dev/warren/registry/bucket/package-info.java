/** Blobs as objects of an S3-compatible store, with copies on this machine. */
@NullMarked
package dev.warren.registry.bucket;

import org.jspecify.annotations.NullMarked;
