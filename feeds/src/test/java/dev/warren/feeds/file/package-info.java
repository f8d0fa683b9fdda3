@NullMarked
package dev.warren.feeds.file;

import org.jspecify.annotations.NullMarked;
