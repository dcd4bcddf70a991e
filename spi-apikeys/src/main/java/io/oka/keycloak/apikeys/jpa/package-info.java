/** API keys in PostgreSQL. */
@NullMarked
package io.oka.keycloak.apikeys.jpa;

import org.jspecify.annotations.NullMarked;
