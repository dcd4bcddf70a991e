package io.oka.keycloak.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an operator binds to an enrolment token.
 *
 * @param system the system that the agent is to speak for
 * @param validity how long the token can be used
 */
public record EnrolmentTerms(
        String system, @Nullable String description, Capabilities capabilities, Duration validity) {}
