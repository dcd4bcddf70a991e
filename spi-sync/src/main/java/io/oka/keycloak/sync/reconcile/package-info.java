/** Compares what another system has with what is here: pages by count and hash first, then field by field. */
@NullMarked
package io.oka.keycloak.sync.reconcile;

import org.jspecify.annotations.NullMarked;
