@NullMarked
package dev.warren.core.webhooks;

import org.jspecify.annotations.NullMarked;
