/** Plans, subscriptions, flags, overrides and the decision, from outside. */
@NullMarked
package io.oka.it.entitlements;

import org.jspecify.annotations.NullMarked;
