/** The decision as a policy of Keycloak's own authorization services. */
@NullMarked
package io.oka.keycloak.entitlements.policy;

import org.jspecify.annotations.NullMarked;
