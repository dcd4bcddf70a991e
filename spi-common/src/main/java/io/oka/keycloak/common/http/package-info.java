/** Reading requests strictly and writing answers alike: JSON, patches, paging, entity tags, request ids. */
@NullMarked
package io.oka.keycloak.common.http;

import org.jspecify.annotations.NullMarked;
