/** Plans, subscriptions, flags and overrides in PostgreSQL. */
@NullMarked
package io.oka.keycloak.entitlements.jpa;

import org.jspecify.annotations.NullMarked;
