/**
 * What tenants have bought and what that allows: plans, subscriptions, flags and overrides as values, and the SPI that
 * stores them. Storage is in {@code jpa}, endpoints in {@code rest}; exact counting in {@code quota}, the decision in
 * {@code decision}.
 */
@NullMarked
package io.oka.keycloak.entitlements;

import org.jspecify.annotations.NullMarked;
