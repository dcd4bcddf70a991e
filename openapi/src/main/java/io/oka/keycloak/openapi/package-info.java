/**
 * Makes the OpenAPI document at build time: where Keycloak hangs our resources, and what all of their operations have in
 * common. Nothing of it is shipped.
 */
@NullMarked
package io.oka.keycloak.openapi;

import org.jspecify.annotations.NullMarked;
