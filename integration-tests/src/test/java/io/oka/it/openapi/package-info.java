/** The OpenAPI document against the server. */
@NullMarked
package io.oka.it.openapi;

import org.jspecify.annotations.NullMarked;
