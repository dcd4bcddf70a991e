/** What agents and operators call. */
@NullMarked
package io.oka.keycloak.sync.rest;

import org.jspecify.annotations.NullMarked;
