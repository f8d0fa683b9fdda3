package dev.warren.registry.upstream;

import java.time.Duration;

/**
 * How long answers may take to come.
 *
 * @param head what a tag is now
 * @param manifest a manifest to its last byte
 * @param blob a blob's first byte
 */
record Times(Duration head, Duration manifest, Duration blob) {}
