package io.oka.keycloak.sync;

import io.oka.keycloak.common.signing.SigningSecret;

/** An agent that has just been given a secret, with it: nobody is told it again. */
public record IssuedAgent(EnrolledAgent enrolled, SigningSecret secret) {}
