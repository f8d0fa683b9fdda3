/** What the tests of every module may use: fakes, a clock to drive by hand, leak detection. */
@NullMarked
package dev.warren.core.testing;

import org.jspecify.annotations.NullMarked;
