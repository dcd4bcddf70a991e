/** What a key looks like, and the peppers under which it is hashed. */
@NullMarked
package io.oka.keycloak.apikeys.key;

import org.jspecify.annotations.NullMarked;
