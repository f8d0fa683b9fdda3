/** Looking into tunnels over SSH: {@code watch}, {@code inspect} and {@code replay}. */
@NullMarked
package dev.warren.tunnels.inspect.ssh;

import org.jspecify.annotations.NullMarked;
