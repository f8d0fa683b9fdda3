/** Events that go to addresses which accounts have named, signed, in order and again and again. */
@NamedInterface("webhooks")
@NullMarked
package dev.warren.core.webhooks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
