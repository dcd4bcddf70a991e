/** Events as the texts that go out. Pure: facts in, text out. */
@NullMarked
package io.oka.keycloak.webhooks.message;

import org.jspecify.annotations.NullMarked;
