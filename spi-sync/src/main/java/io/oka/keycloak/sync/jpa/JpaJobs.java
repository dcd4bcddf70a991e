package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.Jobs;
import jakarta.persistence.EntityManager;
import org.keycloak.models.KeycloakSession;

/** What agents send, and what became of each item of it. In PostgreSQL. */
record JpaJobs(KeycloakSession session, EntityManager em) implements Jobs {}
