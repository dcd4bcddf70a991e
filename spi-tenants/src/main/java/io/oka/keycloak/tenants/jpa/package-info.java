/** Tenants and memberships in PostgreSQL. */
@NullMarked
package io.oka.keycloak.tenants.jpa;

import org.jspecify.annotations.NullMarked;
