/** What one may do about feeds over SSH: commands, and the folder that files are copied to. */
@NullMarked
package dev.warren.feeds.commands;

import org.jspecify.annotations.NullMarked;
