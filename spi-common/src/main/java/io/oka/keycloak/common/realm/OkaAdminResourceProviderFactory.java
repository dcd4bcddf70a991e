package io.oka.keycloak.common.realm;

import io.oka.keycloak.common.change.Changes;
import io.oka.keycloak.common.http.OkaPaths;
import io.oka.keycloak.common.idempotency.IdempotencyKeys;
import io.oka.keycloak.common.task.ClusterTasks;
import java.time.Duration;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@link OkaAdminResource}, and keeps the tables of this module clean. */
public final class OkaAdminResourceProviderFactory
        implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider {

    public static final String ID = "oka";

    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        Door.enterSetup(session);
        return new OkaAdminResource(session, realm, auth, adminEvent);
    }

    @Override
    public void init(Config.Scope config) {
        OkaPaths.claimAdminRoot(ID);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof RealmModel.RealmRemovedEvent removed) {
                Changes.forget(removed.getKeycloakSession(), removed.getRealm());
                IdempotencyKeys.forget(removed.getKeycloakSession(), removed.getRealm());
            } else if (event instanceof PostMigrationEvent) {
                ClusterTasks.every(
                        factory, "oka-purge-idempotency-keys", Duration.ofHours(1), IdempotencyKeys::purgeExpired);
            }
        });
    }

    @Override
    public void close() {}

    @Override
    public String getId() {
        return ID;
    }
}
