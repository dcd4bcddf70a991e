/** Sync in PostgreSQL, in the transaction of one session. */
@NullMarked
package io.oka.keycloak.sync.jpa;

import org.jspecify.annotations.NullMarked;
