/** What a repository can be asked, whether it is hosted here or pulled through. */
@NullMarked
package dev.warren.registry.source;

import org.jspecify.annotations.NullMarked;
