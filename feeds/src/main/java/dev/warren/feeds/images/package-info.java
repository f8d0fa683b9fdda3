/** Pictures of items come by this server, so that publishers learn nothing of their readers. */
@NullMarked
package dev.warren.feeds.images;

import org.jspecify.annotations.NullMarked;
