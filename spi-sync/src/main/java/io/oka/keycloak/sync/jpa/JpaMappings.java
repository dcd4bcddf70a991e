package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.Mappings;
import jakarta.persistence.EntityManager;
import org.keycloak.models.KeycloakSession;

/** Which of our codes means what a code of another system means. In PostgreSQL. */
record JpaMappings(KeycloakSession session, EntityManager em) implements Mappings {}
