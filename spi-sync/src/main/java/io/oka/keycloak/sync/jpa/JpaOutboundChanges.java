package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.OutboundChanges;
import jakarta.persistence.EntityManager;
import org.keycloak.models.KeycloakSession;

/** What the other system is told of: usage and entitlements, with its own codes. In PostgreSQL. */
record JpaOutboundChanges(KeycloakSession session, EntityManager em) implements OutboundChanges {}
