package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.Agents;
import io.oka.keycloak.sync.Breakers;
import io.oka.keycloak.sync.Jobs;
import io.oka.keycloak.sync.MappingImports;
import io.oka.keycloak.sync.Mappings;
import io.oka.keycloak.sync.OutboundChanges;
import io.oka.keycloak.sync.Reconciliations;
import io.oka.keycloak.sync.SyncAlerts;
import io.oka.keycloak.sync.SyncDeadLetters;
import io.oka.keycloak.sync.SyncEntities;
import io.oka.keycloak.sync.SyncOptions;
import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.SyncRetention;
import jakarta.persistence.EntityManager;
import org.keycloak.models.KeycloakSession;

/** Sync in PostgreSQL, in the transaction of one session. */
record JpaSyncProvider(KeycloakSession session, EntityManager em, AgentSeals agentSeals) implements SyncProvider {

    @Override
    public Agents agents() {
        return new JpaAgents(session, em, agentSeals);
    }

    @Override
    public Jobs jobs() {
        return new JpaJobs(session, em);
    }

    @Override
    public SyncDeadLetters deadLetters() {
        return new JpaSyncDeadLetters(session, em);
    }

    @Override
    public Mappings mappings() {
        return new JpaMappings(session, em);
    }

    @Override
    public MappingImports mappingImports() {
        return new JpaMappingImports(session, em);
    }

    @Override
    public SyncEntities entities() {
        return new JpaSyncEntities(em);
    }

    @Override
    public Reconciliations reconciliations() {
        return new JpaReconciliations(session, em);
    }

    @Override
    public OutboundChanges outboundChanges() {
        return new JpaOutboundChanges(session, em);
    }

    @Override
    public Breakers breakers() {
        return new JpaBreakers(session, em);
    }

    @Override
    public SyncOptions options() {
        return new JpaSyncOptions(session, em);
    }

    @Override
    public SyncAlerts alerts() {
        return new JpaSyncAlerts(session, em);
    }

    @Override
    public SyncRetention retention() {
        return new JpaSyncRetention(session, em);
    }
}
