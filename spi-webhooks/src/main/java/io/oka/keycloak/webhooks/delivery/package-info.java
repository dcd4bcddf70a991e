/**
 * From a row of the change log to what a receiver has: fanned out, claimed, sent, recorded. Each step is a short
 * transaction of its own; between them a process may die, and another goes on from the rows.
 */
@NullMarked
package io.oka.keycloak.webhooks.delivery;

import org.jspecify.annotations.NullMarked;
