/** Sync: makes what is kept here and what a billing or ERP system says agree, and says where they do not. */
@NullMarked
package io.oka.keycloak.sync;

import org.jspecify.annotations.NullMarked;
