/** What tenants add to Keycloak's registration: the address of an invitation, and a first tenant. */
@NullMarked
package io.oka.keycloak.tenants.registration;

import org.jspecify.annotations.NullMarked;
