/** What is made at first use. */
@NullMarked
package io.oka.keycloak.common.lazy;

import org.jspecify.annotations.NullMarked;
