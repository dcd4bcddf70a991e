/**
 * The tenants of a realm (the customers of the product that runs on it) and who belongs to them: the SPI. Storage is in
 * {@code jpa}, endpoints in {@code rest}, what it does at login in {@code login} and {@code oidc}.
 */
@NullMarked
package io.oka.keycloak.tenants;

import org.jspecify.annotations.NullMarked;
