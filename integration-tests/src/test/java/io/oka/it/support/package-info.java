/** What the tests of several floors share. */
@NullMarked
package io.oka.it.support;

import org.jspecify.annotations.NullMarked;
