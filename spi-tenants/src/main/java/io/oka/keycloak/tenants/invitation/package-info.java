/** Invitations on their way: the mail, and the flow in which a person accepts one. */
@NullMarked
package io.oka.keycloak.tenants.invitation;

import org.jspecify.annotations.NullMarked;
