/** What flags and features a tenant has: pure functions of a snapshot and a time. */
@NullMarked
package io.oka.keycloak.entitlements.flag;

import org.jspecify.annotations.NullMarked;
