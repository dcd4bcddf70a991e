/**
 * What every SPI of Oka stands on, and nothing else: how a caller is known, how a request is read and refused, how a
 * change is recorded, how a realm is switched on, how a local cache stays honest across the cluster.
 */
@NullMarked
package io.oka.keycloak.common;

import org.jspecify.annotations.NullMarked;
