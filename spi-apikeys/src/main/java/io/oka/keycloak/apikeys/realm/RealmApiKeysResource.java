package io.oka.keycloak.apikeys.realm;

import io.oka.keycloak.apikeys.exchange.ExchangeResource;
import io.oka.keycloak.apikeys.leak.LeakReportsResource;
import io.oka.keycloak.apikeys.verify.IntrospectResource;
import io.oka.keycloak.apikeys.verify.VerifyResource;
import io.oka.keycloak.common.problem.Problem;
import jakarta.ws.rs.Path;
import org.keycloak.models.KeycloakSession;

/** {@code /realms/{realm}/api-keys}: what is done with keys by those who have them, or were shown them. */
public final class RealmApiKeysResource {

    private final KeycloakSession session;

    RealmApiKeysResource(KeycloakSession session) {
        this.session = session;
    }

    @Path("exchange")
    public ExchangeResource exchange() {
        return new ExchangeResource(session);
    }

    @Path("verify")
    public VerifyResource verify() {
        return new VerifyResource(session);
    }

    @Path("introspect")
    public IntrospectResource introspect() {
        return new IntrospectResource(session);
    }

    @Path("leak-reports")
    public LeakReportsResource leakReports() {
        return new LeakReportsResource(session);
    }

    /** Without it a path that is not there would be a method that is not. */
    @Path("{other:.*}")
    public Object nothing() {
        throw Problem.notFound().asException();
    }
}
