package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.Agents;
import jakarta.persistence.EntityManager;
import org.keycloak.models.KeycloakSession;

/** Agents of another system, and the tokens by which they enrol. In PostgreSQL. */
record JpaAgents(KeycloakSession session, EntityManager em) implements Agents {}
