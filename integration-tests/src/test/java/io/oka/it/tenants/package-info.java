/** The tenants' endpoints, from outside. */
@NullMarked
package io.oka.it.tenants;

import org.jspecify.annotations.NullMarked;
