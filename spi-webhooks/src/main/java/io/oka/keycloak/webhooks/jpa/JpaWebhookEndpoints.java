package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.http.Uuid7;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.common.signing.SigningSecret;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.webhooks.DisabledReason;
import io.oka.keycloak.webhooks.WebhookEndpoint;
import io.oka.keycloak.webhooks.WebhookEndpointChangedEvent;
import io.oka.keycloak.webhooks.WebhookEndpoints;
import io.oka.keycloak.webhooks.WebhookScope;
import io.oka.keycloak.webhooks.WebhookSettings;
import io.oka.keycloak.webhooks.WebhookTerms;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Endpoints in PostgreSQL, in the request's own transaction. Whoever changes one holds its row, so that its version can
 * be counted here; if the process dies before the commit, neither the change nor what is said of it was there.
 */
final class JpaWebhookEndpoints implements WebhookEndpoints {

    /** The realm's own are few: they hear of everything. */
    private static final int MOST_OF_A_REALM = 100;

    private final KeycloakSession session;
    private final EntityManager em;
    private final EndpointSeals seals;
    private final WebhookChanges changes;

    JpaWebhookEndpoints(KeycloakSession session, EntityManager em, EndpointSeals seals) {
        this.session = session;
        this.em = em;
        this.seals = seals;
        this.changes = new WebhookChanges(session);
    }

    @Override
    public List<WebhookEndpoint> list(WebhookScope scope, int first, int max) {
        Instant now = now();
        return query("okaWebhooksOf", scope, WebhookEndpointEntity.class)
                .setFirstResult(first)
                .setMaxResults(max)
                .getResultList()
                .stream()
                .map(row -> EndpointRows.read(row, now))
                .toList();
    }

    @Override
    public long count(WebhookScope scope) {
        return query("okaCountWebhooksOf", scope, Long.class).getSingleResult();
    }

    @Override
    public @Nullable WebhookEndpoint get(WebhookScope scope, String id) {
        WebhookEndpointEntity row = find(scope, id, LockModeType.NONE);
        return row == null ? null : EndpointRows.read(row, now());
    }

    @Override
    public @Nullable WebhookEndpoint lock(WebhookScope scope, String id) {
        LockTimeout.set(em);
        WebhookEndpointEntity row = find(scope, id, LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            return null;
        }
        // It may have been read before it was held.
        em.refresh(row);
        return EndpointRows.read(row, now());
    }

    @Override
    public WebhookEndpoint create(WebhookScope scope, WebhookTerms terms, SigningSecret secret) {
        TenantModel tenant = scope.tenant();
        if (tenant != null) {
            session.getProvider(TenantProvider.class).lock(tenant);
            requireLiving(tenant);
        }
        int most = tenant == null ? MOST_OF_A_REALM : WebhookSettings.MAX_WEBHOOKS_PER_TENANT.in(scope.realm());
        if (count(scope) >= most) {
            throw new ConflictException("endpoint_limit_reached", "There are as many endpoints as there may be");
        }
        WebhookEndpointEntity row = new WebhookEndpointEntity();
        row.id = Uuid7.next();
        row.realmId = scope.realm().getId();
        row.tenantId = scope.tenantId();
        row.createdAt = now();
        write(terms, row);
        seals.write(row, secret, terms.headers());
        em.persist(row);
        WebhookEndpoint made = store(row);
        changes.created(scope, made);
        tell(scope, null, made);
        return made;
    }

    @Override
    public WebhookEndpoint update(WebhookScope scope, WebhookEndpoint held, WebhookTerms terms) {
        requireLiving(scope.tenant());
        if (terms.equals(terms(held))) {
            return held;
        }
        WebhookEndpointEntity row = require(scope, held);
        write(terms, row);
        if (terms.headers() != null) {
            seals.headers(row, terms.headers());
        }
        if (terms.active() && !held.active()) {
            forgetFailures(row);
        }
        WebhookEndpoint now = store(row);
        changes.updated(scope, now);
        tell(scope, held, now);
        return now;
    }

    @Override
    public void delete(WebhookScope scope, WebhookEndpoint held) {
        // The row stays until what hung on it is swept, which may be long.
        EndpointSeals.bury(require(scope, held), now());
        em.flush();
        changes.deleted(scope, held);
        tell(scope, held, null);
    }

    @Override
    public WebhookEndpoint rotateSecret(
            WebhookScope scope, WebhookEndpoint held, SigningSecret secret, Duration overlap) {
        requireLiving(scope.tenant());
        WebhookEndpointEntity row = require(scope, held);
        Instant rotatedAt = now();
        seals.rotate(row, secret, rotatedAt.plus(overlap), rotatedAt);
        WebhookEndpoint now = store(row);
        changes.secretRotated(scope, now);
        tell(scope, held, now);
        return now;
    }

    @Override
    public WebhookEndpoint disable(WebhookScope scope, WebhookEndpoint held, DisabledReason reason) {
        WebhookEndpointEntity row = require(scope, held);
        row.active = false;
        em.flush();
        em.createNativeQuery("update OKA_WEBHOOK_ENDPOINT set DISABLED_AT = :now, DISABLED_REASON = :reason"
                        + " where ID = :id")
                .setParameter("now", now())
                .setParameter("reason", reason.wireName())
                .setParameter("id", row.id)
                .executeUpdate();
        WebhookEndpoint now = store(row);
        changes.disabled(scope, now, reason);
        tell(scope, held, now);
        return now;
    }

    @Override
    public WebhookEndpoint pause(WebhookScope scope, WebhookEndpoint held) {
        return held.health().pausedAt() != null ? held : setPaused(scope, held, true);
    }

    @Override
    public WebhookEndpoint resume(WebhookScope scope, WebhookEndpoint held) {
        return held.health().pausedAt() == null ? held : setPaused(scope, held, false);
    }

    @Override
    public @Nullable WebhookScope scopeOf(RealmModel realm, String id) {
        WebhookEndpointEntity row = em.find(WebhookEndpointEntity.class, id);
        if (row == null || row.deletedAt != null || !row.realmId.equals(realm.getId())) {
            return null;
        }
        if (row.tenantId == null) {
            return WebhookScope.of(realm);
        }
        TenantModel tenant = session.getProvider(TenantProvider.class).getTenantOrDeleted(realm, row.tenantId);
        return tenant == null ? null : WebhookScope.of(tenant);
    }

    private WebhookEndpoint setPaused(WebhookScope scope, WebhookEndpoint held, boolean paused) {
        WebhookEndpointEntity row = require(scope, held);
        em.flush();
        em.createNativeQuery(
                        "update OKA_WEBHOOK_ENDPOINT set PAUSED_AT = case when :paused then cast(:now as timestamptz) end"
                                + " where ID = :id")
                .setParameter("paused", paused)
                .setParameter("now", now())
                .setParameter("id", row.id)
                .executeUpdate();
        // Its tag stays: people have written nothing.
        em.refresh(row);
        WebhookEndpoint now = EndpointRows.read(row, now());
        changes.paused(scope, now);
        tell(scope, held, now);
        return now;
    }

    /** Whoever activates an endpoint says that it works again. */
    private void forgetFailures(WebhookEndpointEntity row) {
        em.flush();
        em.createNativeQuery("update OKA_WEBHOOK_ENDPOINT set DISABLED_AT = null, DISABLED_REASON = null,"
                        + " FAILING_SINCE = null, CONSECUTIVE_FAILURES = 0, OPEN_UNTIL = null where ID = :id")
                .setParameter("id", row.id)
                .executeUpdate();
    }

    private WebhookEndpoint store(WebhookEndpointEntity row) {
        row.version++;
        row.updatedAt = now();
        em.flush();
        em.refresh(row);
        return EndpointRows.read(row, now());
    }

    private static WebhookTerms terms(WebhookEndpoint held) {
        return new WebhookTerms(
                held.url(),
                held.events(),
                held.description(),
                held.active(),
                null,
                held.format(),
                held.ordered(),
                held.ratePerSecond());
    }

    private static void write(WebhookTerms terms, WebhookEndpointEntity row) {
        row.url = terms.url();
        row.events = Json.writeText(terms.events());
        row.description = terms.description();
        row.active = terms.active();
        row.format = terms.format().wireName();
        row.ordered = terms.ordered();
        row.ratePerSecond = terms.ratePerSecond();
        if (terms.headers() != null) {
            row.headerNames = Json.writeText(new TreeSet<>(terms.headers().keySet()));
        }
    }

    private void tell(WebhookScope scope, @Nullable WebhookEndpoint before, @Nullable WebhookEndpoint after) {
        session.getKeycloakSessionFactory()
                .publish(new WebhookEndpointChangedEvent(session, scope.realm().getId(), before, after));
    }

    private WebhookEndpointEntity require(WebhookScope scope, WebhookEndpoint held) {
        WebhookEndpointEntity row = find(scope, held.id(), LockModeType.NONE);
        if (row == null) {
            throw new IllegalStateException("Webhook endpoint " + held.id() + " was not held");
        }
        return row;
    }

    private @Nullable WebhookEndpointEntity find(WebhookScope scope, String id, LockModeType lock) {
        return query("okaWebhookOf", scope, WebhookEndpointEntity.class)
                .setParameter("id", id)
                .setLockMode(lock)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    /** Every query is bound to its realm, and to its tenant or to none. */
    private <T> TypedQuery<T> query(String name, WebhookScope scope, Class<T> type) {
        String tenantId = scope.tenantId();
        TypedQuery<T> query = em.createNamedQuery(name + (tenantId == null ? "Realm" : "Tenant"), type)
                .setParameter("realmId", scope.realm().getId());
        return tenantId == null ? query : query.setParameter("tenantId", tenantId);
    }

    private static void requireLiving(@Nullable TenantModel tenant) {
        if (tenant != null && tenant.getDeletedAt() != null) {
            throw new ConflictException("tenant_deleted", "The tenant is deleted: restore it first");
        }
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
