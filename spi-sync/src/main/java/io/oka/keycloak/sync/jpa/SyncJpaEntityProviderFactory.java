package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.jpa.OkaJpaEntityProviderFactory;
import java.util.List;

/** Brings the tables of sync into Keycloak's persistence unit. */
public final class SyncJpaEntityProviderFactory extends OkaJpaEntityProviderFactory {

    public SyncJpaEntityProviderFactory() {
        super(
                "okasync",
                "META-INF/oka/sync-changelog.xml",
                List.of(
                        SyncAgentEntity.class,
                        SyncEnrolmentEntity.class,
                        SyncJobEntity.class,
                        SyncItemEntity.class,
                        ReconciliationEntity.class,
                        DriftEntity.class,
                        DriftRecordEntity.class,
                        SyncDeadLetterEntity.class,
                        MappingEntity.class,
                        MappingChangeEntity.class,
                        MappingImportEntity.class));
    }
}
