/** The change log: audit, webhooks' outbox and sync cursor in one table. */
@NullMarked
package io.oka.keycloak.common.change;

import org.jspecify.annotations.NullMarked;
