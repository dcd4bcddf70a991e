/** The OpenID Foundation's AuthZEN Authorization API 1.0 over the one decision: evaluation, batches, searches, metadata. */
@NullMarked
package io.oka.keycloak.entitlements.authzen;

import org.jspecify.annotations.NullMarked;
