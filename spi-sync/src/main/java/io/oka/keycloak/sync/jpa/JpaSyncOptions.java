package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.SyncOptions;
import jakarta.persistence.EntityManager;
import org.keycloak.models.KeycloakSession;

/** What operators decide about sync in their realm. In PostgreSQL. */
record JpaSyncOptions(KeycloakSession session, EntityManager em) implements SyncOptions {}
