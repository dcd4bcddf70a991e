/** Usage counted exactly: one interface for those who ask, peek and consume. */
@NullMarked
package io.oka.keycloak.entitlements.quota;

import org.jspecify.annotations.NullMarked;
