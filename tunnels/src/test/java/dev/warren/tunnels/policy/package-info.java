@NullMarked
package dev.warren.tunnels.policy;

import org.jspecify.annotations.NullMarked;
