/** What each type of job does with one item. */
@NullMarked
package io.oka.keycloak.sync.apply;

import org.jspecify.annotations.NullMarked;
