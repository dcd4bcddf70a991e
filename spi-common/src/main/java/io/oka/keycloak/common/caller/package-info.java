/** Who calls: a member of the realm, or a service. */
@NullMarked
package io.oka.keycloak.common.caller;

import org.jspecify.annotations.NullMarked;
