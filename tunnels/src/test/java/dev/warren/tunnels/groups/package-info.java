@NullMarked
package dev.warren.tunnels.groups;

import org.jspecify.annotations.NullMarked;
