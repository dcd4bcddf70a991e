/** The endpoints by which webhooks are managed. */
@NullMarked
package io.oka.keycloak.webhooks.rest;

import org.jspecify.annotations.NullMarked;
