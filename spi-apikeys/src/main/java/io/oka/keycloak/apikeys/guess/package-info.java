/** What keeps guessing at keys from costing anything: limits by address, and few events. */
@NullMarked
package io.oka.keycloak.apikeys.guess;

import org.jspecify.annotations.NullMarked;
