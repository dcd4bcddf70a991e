/** The door to everything below a tenant, and the endpoints of tenants and members. */
@NullMarked
package io.oka.keycloak.tenants.rest;

import org.jspecify.annotations.NullMarked;
