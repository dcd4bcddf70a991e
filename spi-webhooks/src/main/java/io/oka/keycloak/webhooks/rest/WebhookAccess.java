package io.oka.keycloak.webhooks.rest;

import io.oka.keycloak.common.http.EntityTags;
import io.oka.keycloak.common.outgoing.OutgoingTargets;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.rest.TenantContext;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookProvider;
import io.oka.keycloak.webhooks.WebhookScope;
import io.oka.keycloak.webhooks.WebhookTargets;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Who manages whose webhooks: a tenant's admin or an operator those of a tenant, an operator the realm's own. */
sealed interface WebhookAccess {

    KeycloakSession session();

    WebhookScope scope();

    /** Tells the caller from all others of the realm. */
    String callerKey();

    /** Demanded first of all in each method that reads. */
    void requireRead();

    /** Demanded first of all in each method that changes. */
    void requireChange();

    default boolean isOfRealm() {
        return scope().tenant() == null;
    }

    default OutgoingTargets targets() {
        return WebhookTargets.in(scope().realm(), isOfRealm());
    }

    default WebhookProvider webhooks() {
        return WebhookProvider.of(session());
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 404 if there is none of this id here
     */
    default WebhookEndpoint require(String id) {
        return orNotFound(webhooks().endpoints().get(scope(), id));
    }

    /**
     * Holds the endpoint until the transaction ends.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 404, or 412 if it is not the version that the caller means
     */
    default WebhookEndpoint hold(String id, HttpHeaders headers) {
        WebhookEndpoint held = orNotFound(webhooks().endpoints().lock(scope(), id));
        EntityTags.requireMatch(headers, held.version());
        return held;
    }

    private static WebhookEndpoint orNotFound(@Nullable WebhookEndpoint endpoint) {
        if (endpoint == null) {
            throw Problem.notFound().asException();
        }
        return endpoint;
    }

    /** Below a tenant. */
    record OfTenant(TenantContext context) implements WebhookAccess {

        @Override
        public KeycloakSession session() {
            return context.session();
        }

        @Override
        public WebhookScope scope() {
            return WebhookScope.of(context.tenant());
        }

        @Override
        public String callerKey() {
            return context.callerKey();
        }

        @Override
        public void requireRead() {
            context.requireRead(TenantRole.ADMIN);
        }

        @Override
        public void requireChange() {
            context.requireChange(TenantRole.ADMIN);
        }
    }

    /** The realm's own. */
    record OfRealm(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) implements WebhookAccess {

        @Override
        public WebhookScope scope() {
            return WebhookScope.of(realm);
        }

        @Override
        public String callerKey() {
            return "operator:" + auth.adminAuth().getRealm().getId() + "/"
                    + auth.adminAuth().getUser().getId();
        }

        @Override
        public void requireRead() {
            auth.realm().requireViewRealm();
        }

        @Override
        public void requireChange() {
            auth.realm().requireManageRealm();
        }
    }
}
