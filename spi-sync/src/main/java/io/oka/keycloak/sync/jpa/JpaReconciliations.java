package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.Reconciliations;
import jakarta.persistence.EntityManager;
import org.keycloak.models.KeycloakSession;

/** Comparisons of the two sides, and what was done about their differences. In PostgreSQL. */
record JpaReconciliations(KeycloakSession session, EntityManager em) implements Reconciliations {}
