/** What other systems call our tenants, plans and services, as far as somebody knows. */
@NullMarked
package io.oka.keycloak.common.codes;

import org.jspecify.annotations.NullMarked;
