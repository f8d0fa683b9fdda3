@NullMarked
package dev.warren.core.people.service;

import org.jspecify.annotations.NullMarked;
