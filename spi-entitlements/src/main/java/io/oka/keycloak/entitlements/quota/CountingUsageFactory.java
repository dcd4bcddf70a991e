package io.oka.keycloak.entitlements.quota;

import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Records with what {@link CountingQuotasFactory} counts with. */
public final class CountingUsageFactory implements UsageProviderFactory {

    @Override
    public UsageProvider create(KeycloakSession session) {
        CountingQuotasFactory counting = (CountingQuotasFactory)
                session.getKeycloakSessionFactory().getProviderFactory(Quotas.class, "counting");
        QuotaEngine engine = counting.engine(session.getKeycloakSessionFactory());
        return new CountingUsage(
                session,
                engine,
                new UsageReports(
                        session.getProvider(JpaConnectionProvider.class).getEntityManager(), engine.store()));
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "counting";
    }
}
