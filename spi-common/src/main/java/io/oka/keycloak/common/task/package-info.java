/** Background work that runs once in the cluster. */
@NullMarked
package io.oka.keycloak.common.task;

import org.jspecify.annotations.NullMarked;
