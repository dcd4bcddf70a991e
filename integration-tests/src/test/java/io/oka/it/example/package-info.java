/** What the README shows, compiled and run. */
@NullMarked
package io.oka.it.example;

import org.jspecify.annotations.NullMarked;
