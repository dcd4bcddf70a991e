/** The realm's own introspection endpoint tells the truth about tokens of keys. */
@NullMarked
package io.oka.keycloak.apikeys.introspection;

import org.jspecify.annotations.NullMarked;
