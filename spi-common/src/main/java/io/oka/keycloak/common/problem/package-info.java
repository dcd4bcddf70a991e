/** Errors as RFC 9457 problem documents, and the filter that keeps every answer below our paths in that form. */
@NullMarked
package io.oka.keycloak.common.problem;

import org.jspecify.annotations.NullMarked;
