/** Flags for any OpenFeature SDK, by the OpenFeature Remote Evaluation Protocol (OFREP) 0.3. */
@NullMarked
package io.oka.keycloak.entitlements.ofrep;

import org.jspecify.annotations.NullMarked;
