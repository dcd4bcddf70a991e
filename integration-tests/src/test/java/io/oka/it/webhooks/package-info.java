/** Webhooks, from outside. */
@NullMarked
package io.oka.it.webhooks;

import org.jspecify.annotations.NullMarked;
