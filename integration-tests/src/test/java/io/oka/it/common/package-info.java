/** The ground floor, from outside. */
@NullMarked
package io.oka.it.common;

import org.jspecify.annotations.NullMarked;
