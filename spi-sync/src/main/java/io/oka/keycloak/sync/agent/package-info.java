/** Who an agent is: enrolment, signed requests, what each may do. */
@NullMarked
package io.oka.keycloak.sync.agent;

import org.jspecify.annotations.NullMarked;
