/** What the API keys bring to a realm's set-up. */
@NullMarked
package io.oka.keycloak.apikeys.setup;

import org.jspecify.annotations.NullMarked;
