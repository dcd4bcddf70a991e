package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.SyncRetention;
import jakarta.persistence.EntityManager;
import org.keycloak.models.KeycloakSession;

/** How long each table is kept, and what would go. In PostgreSQL. */
record JpaSyncRetention(KeycloakSession session, EntityManager em) implements SyncRetention {}
