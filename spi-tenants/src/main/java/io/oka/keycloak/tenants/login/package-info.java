/** The choice of a tenant at login. */
@NullMarked
package io.oka.keycloak.tenants.login;

import org.jspecify.annotations.NullMarked;
