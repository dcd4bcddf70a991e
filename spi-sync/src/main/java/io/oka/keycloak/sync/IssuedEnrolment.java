package io.oka.keycloak.sync;

import io.oka.keycloak.sync.agent.EnrolmentToken;

/** An enrolment token that has just been made, with it: nobody is told it again. */
public record IssuedEnrolment(Enrolment enrolment, EnrolmentToken token) {}
