package io.oka.keycloak.sync.apply;

import io.oka.keycloak.entitlements.quota.Outcome;
import io.oka.keycloak.entitlements.quota.QuotaRequest;
import io.oka.keycloak.entitlements.quota.UsageProvider;
import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.MappingType;
import io.oka.keycloak.tenants.TenantProvider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Records what a customer has used elsewhere, whatever the limits say. A use is no state that a later message replaces:
 * each counts once by its own key, and versions do not matter.
 *
 * <p>It is recorded in a transaction of the quota writer's. If the process dies between that and the item's outcome, the
 * item is applied again and found to be recorded under its key.
 */
final class UsageImports implements ItemApplier {

    /** Clocks differ. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    @Override
    public boolean commitsItself() {
        return true;
    }

    @Override
    public ItemOutcome apply(KeycloakSession session, RealmModel realm, ItemToApply item) {
        UsageImport wanted = ItemSchemas.usageImport(item.data());
        long quantity = Objects.requireNonNull(wanted.quantity());
        Long most = item.capabilities().maxUsageQuantity();
        if (most != null && quantity > most) {
            throw ItemRefusal.notAllowed("quantity: the agent may not record more than " + most + " at once");
        }
        String tenantId = Customer.internal(session, realm, item, MappingType.TENANT, item.externalCode());
        if (tenantId == null) {
            return new ItemOutcome.Parked(MappingType.TENANT.wireName(), item.externalCode());
        }
        String service = service(session, realm, item, wanted);
        if (service == null) {
            return new ItemOutcome.Parked(MappingType.SERVICE.wireName(), Objects.requireNonNull(wanted.serviceCode()));
        }
        if (session.getProvider(TenantProvider.class).getTenant(realm, tenantId) == null) {
            throw new ItemRefusal("tenant_deleted", "The tenant is deleted: what it used is not recorded");
        }
        UsageProvider usage = session.getProvider(UsageProvider.class);
        if (wanted.at() != null && wanted.at().isAfter(usage.now().plus(AHEAD))) {
            throw new ItemRefusal("malformed", "at: is still to come");
        }
        QuotaRequest request =
                new QuotaRequest(tenantId, service, null, null, wanted.action(), quantity, key(item, wanted));
        Outcome outcome = usage.record(realm, tenantId, List.of(new UsageProvider.Use(request, false, wanted.at())))
                .get(0);
        return outcome(outcome, tenantId);
    }

    private static @Nullable String service(
            KeycloakSession session, RealmModel realm, ItemToApply item, UsageImport wanted) {
        return wanted.service() != null
                ? wanted.service()
                : Customer.internal(
                        session, realm, item, MappingType.SERVICE, Objects.requireNonNull(wanted.serviceCode()));
    }

    private static ItemOutcome outcome(Outcome outcome, String tenantId) {
        if (outcome instanceof Outcome.Done done) {
            return done.duplicate()
                    ? new ItemOutcome.Skipped("duplicate", "It was recorded before", tenantId)
                    : new ItemOutcome.Applied("recorded", tenantId);
        }
        if (outcome instanceof Outcome.TooOld) {
            return new ItemOutcome.Refused("too_old", "at: is in a month that is over");
        }
        return outcome instanceof Outcome.KeyReused
                ? new ItemOutcome.Refused(
                        "idempotency_key_reused", "idempotencyKey: was recorded before, with another payload")
                : new ItemOutcome.Refused("quota_overflow", "quantity: is more than can be counted");
    }

    /** The system's own, so that neither another system nor the tenant uses the same by chance. */
    private static String key(ItemToApply item, UsageImport wanted) {
        String text = item.externalCode() + '\n' + wanted.idempotencyKey();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sync:" + item.system() + ":" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
