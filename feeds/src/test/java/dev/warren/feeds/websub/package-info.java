@NullMarked
package dev.warren.feeds.websub;

import org.jspecify.annotations.NullMarked;
