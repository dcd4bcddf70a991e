/** Secrets of the operator's, and what is kept under them. */
@NullMarked
package io.oka.keycloak.common.secret;

import org.jspecify.annotations.NullMarked;
