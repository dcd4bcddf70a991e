/** The endpoints by which a tenant's admins, and operators, manage its API keys. */
@NullMarked
package io.oka.keycloak.apikeys.rest;

import org.jspecify.annotations.NullMarked;
