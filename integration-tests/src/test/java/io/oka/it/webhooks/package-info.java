/** Webhooks on a real server. */
@NullMarked
package io.oka.it.webhooks;

import org.jspecify.annotations.NullMarked;
