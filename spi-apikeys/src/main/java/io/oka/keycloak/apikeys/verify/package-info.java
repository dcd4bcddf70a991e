/** What services ask about keys that were presented to them. */
@NullMarked
package io.oka.keycloak.apikeys.verify;

import org.jspecify.annotations.NullMarked;
