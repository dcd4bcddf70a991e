package io.oka.keycloak.common.realm;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.caller.Callers;
import io.oka.keycloak.common.change.Acting;
import io.oka.keycloak.common.http.ErrorShape;
import io.oka.keycloak.common.http.OkaPaths;
import io.oka.keycloak.common.http.Preflight;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves {@code /realms/{realm}/{id}} behind the {@link Door}, which no floor's root can forget. */
public abstract class RealmRootFactory implements RealmResourceProviderFactory {

    private final String id;
    private final ErrorShape errors;

    protected RealmRootFactory(String id) {
        this(id, ErrorShape.PROBLEM);
    }

    /**
     * @param errors how the root's standard spells refusals
     */
    protected RealmRootFactory(String id, ErrorShape errors) {
        this.id = id;
        this.errors = errors;
    }

    /** The root resource, for a request that has come through the door and is no preflight. */
    protected abstract Object resource(KeycloakSession session);

    /** Who calls; from here on what changes is their doing. */
    protected static Caller caller(KeycloakSession session) {
        Caller caller = new Callers(session).authenticate();
        Acting.as(session, caller);
        return caller;
    }

    @Override
    public final RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                Door.enterRealm(session);
                return Door.isPreflight(session) ? new Preflight() : resource(session);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public final void init(Config.Scope config) {
        OkaPaths.claimRealmRoot(id, errors);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public final String getId() {
        return id;
    }
}
