/** Webhooks in PostgreSQL. */
@NullMarked
package io.oka.keycloak.webhooks.jpa;

import org.jspecify.annotations.NullMarked;
