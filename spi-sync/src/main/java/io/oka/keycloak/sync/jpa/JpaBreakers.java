package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.Breakers;
import jakarta.persistence.EntityManager;
import org.keycloak.models.KeycloakSession;

/** Whether items of a system are applied at all at the moment. In PostgreSQL. */
record JpaBreakers(KeycloakSession session, EntityManager em) implements Breakers {}
