/** The queue of items: leased, applied, tried again, given up. */
@NullMarked
package io.oka.keycloak.sync.engine;

import org.jspecify.annotations.NullMarked;
