/** Tokens for keys: at an endpoint of our own, and on the token endpoint by RFC 8693. */
@NullMarked
package io.oka.keycloak.apikeys.exchange;

import org.jspecify.annotations.NullMarked;
