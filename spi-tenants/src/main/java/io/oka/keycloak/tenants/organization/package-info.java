/** The link between a tenant and a native Organization of Keycloak: membership that follows both ways. */
@NullMarked
package io.oka.keycloak.tenants.organization;

import org.jspecify.annotations.NullMarked;
