/** The endpoints of plans, subscriptions, flags, overrides and decisions. */
@NullMarked
package io.oka.keycloak.entitlements.rest;

import org.jspecify.annotations.NullMarked;
