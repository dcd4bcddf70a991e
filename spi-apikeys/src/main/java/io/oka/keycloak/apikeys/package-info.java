/**
 * API keys of tenants as other floors see them: values, {@link io.oka.keycloak.apikeys.ApiKeyProvider}, and {@link
 * io.oka.keycloak.apikeys.ApiKeyGate}, by which the floor above says what a key may spend.
 */
@NullMarked
package io.oka.keycloak.apikeys;

import org.jspecify.annotations.NullMarked;
