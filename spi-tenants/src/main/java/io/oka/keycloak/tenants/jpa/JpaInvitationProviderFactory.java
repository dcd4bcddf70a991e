package io.oka.keycloak.tenants.jpa;

import io.oka.keycloak.tenants.InvitationProvider;
import io.oka.keycloak.tenants.InvitationProviderFactory;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;

/** Stores invitations and mails them; what becomes of their rows with users, tenants and realms is {@link TenantCleanup}'s. */
public final class JpaInvitationProviderFactory implements InvitationProviderFactory {

    private final InvitationDispatcher dispatcher = new InvitationDispatcher();

    @Override
    public InvitationProvider create(KeycloakSession session) {
        return new JpaInvitationProvider(
                session, session.getProvider(JpaConnectionProvider.class).getEntityManager(), dispatcher);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                InvitationTasks.start(factory, dispatcher);
            }
        });
    }

    @Override
    public void close() {
        dispatcher.close();
    }

    @Override
    public String getId() {
        return "jpa";
    }
}
