/** What happens here, for other systems: read in an order that nothing slips into, and with their own codes. */
@NullMarked
package io.oka.keycloak.sync.outbound;

import org.jspecify.annotations.NullMarked;
