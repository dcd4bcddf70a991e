/** The one decision: pure, explained, and in one order. */
@NullMarked
package io.oka.keycloak.entitlements.decision;

import org.jspecify.annotations.NullMarked;
