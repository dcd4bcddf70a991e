package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.SyncDeadLetters;
import jakarta.persistence.EntityManager;
import org.keycloak.models.KeycloakSession;

/** Items that were given up: to be looked at, edited, tried again or discarded. In PostgreSQL. */
record JpaSyncDeadLetters(KeycloakSession session, EntityManager em) implements SyncDeadLetters {}
