/** What keys are used for: tokens, verification, introspection; and how they end. */
@NullMarked
package io.oka.it.exchange;

import org.jspecify.annotations.NullMarked;
