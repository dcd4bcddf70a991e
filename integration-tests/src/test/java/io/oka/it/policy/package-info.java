/** Oka's decision as a policy of Keycloak's own authorization services. */
@NullMarked
package io.oka.it.policy;

import org.jspecify.annotations.NullMarked;
