package io.oka.keycloak.sync;

/** An enrolment token that has just been made, with it: nobody is told it again. */
public record IssuedEnrolment(Enrolment enrolment, EnrolmentToken token) {}
