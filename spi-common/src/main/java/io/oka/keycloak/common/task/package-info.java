/** Background work that runs once in the cluster, and what is done after a commit. */
@NullMarked
package io.oka.keycloak.common.task;

import org.jspecify.annotations.NullMarked;
