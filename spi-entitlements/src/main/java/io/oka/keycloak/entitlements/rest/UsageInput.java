package io.oka.keycloak.entitlements.rest;

import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.problem.Problem;
import io.oka.keycloak.entitlements.PlanNames;
import io.oka.keycloak.entitlements.quota.QuotaRequest;
import io.oka.keycloak.entitlements.quota.UsageProvider;
import io.oka.keycloak.tenants.rest.TenantContext;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what is to be recorded, held or asked about. */
final class UsageInput {

    private static final long MOST = QuotaRequest.MOST;

    private static final long LONGEST_HOLD_SECONDS = 86_400;
    private static final Pattern ACTION = Pattern.compile("[^\\p{Cntrl}]{1,100}");
    private static final Pattern KEY = Pattern.compile("[^\\p{Cntrl}]{1,255}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,36}");
    private static final Pattern USER_ID = Pattern.compile("[^\\p{Cntrl}]{1,255}");

    private UsageInput() {}

    static UsageProvider.Use use(TenantContext context, UsageKeys keys, JsonBody json) {
        NewUsageRepresentation wanted = json.as(NewUsageRepresentation.class);
        Validation validation = new Validation();
        checkService(validation, wanted.service(), true);
        validation
                .check(
                        wanted.action() != null && matches(ACTION, wanted.action()),
                        "action",
                        "must be 1 to 100 characters")
                .check(isQuantity(wanted.quantity(), 1), "quantity", "must be 1 to " + MOST);
        checkWho(validation, wanted.idempotencyKey(), wanted.apiKeyId(), wanted.userId());
        validation.orRefuse();
        QuotaRequest request = new QuotaRequest(
                context.tenantId(),
                wanted.service(),
                keys.user(wanted.apiKeyId()),
                wanted.userId(),
                wanted.action(),
                Objects.requireNonNull(wanted.quantity()),
                wanted.idempotencyKey());
        return new UsageProvider.Use(request, Boolean.TRUE.equals(wanted.enforce()));
    }

    static QuotaRequest reservation(TenantContext context, NewReservationRepresentation wanted) {
        Validation validation = new Validation();
        checkService(validation, wanted.service(), true);
        validation
                .check(matches(ACTION, wanted.action()), "action", "must be 1 to 100 characters")
                .check(isQuantity(wanted.quantity(), 1), "quantity", "must be 1 to " + MOST)
                .check(
                        wanted.ttlSeconds() != null
                                && wanted.ttlSeconds() >= 1
                                && wanted.ttlSeconds() <= LONGEST_HOLD_SECONDS,
                        "ttlSeconds",
                        "must be 1 to " + LONGEST_HOLD_SECONDS);
        checkWho(validation, wanted.idempotencyKey(), wanted.apiKeyId(), wanted.userId());
        validation.orRefuse();
        return new QuotaRequest(
                context.tenantId(),
                wanted.service(),
                UsageKeys.named(context, wanted.apiKeyId()).user(wanted.apiKeyId()),
                wanted.userId(),
                wanted.action(),
                Objects.requireNonNull(wanted.quantity()),
                wanted.idempotencyKey());
    }

    static Duration ttl(NewReservationRepresentation wanted) {
        return Duration.ofSeconds(Objects.requireNonNull(wanted.ttlSeconds()));
    }

    static long committed(CommittedQuantityRepresentation wanted) {
        new Validation()
                .check(isQuantity(wanted.quantity(), 0), "quantity", "must be 0 to what was reserved")
                .orRefuse();
        return Objects.requireNonNull(wanted.quantity());
    }

    /** A question about the quota; without a quantity, about one unit. A key asks about itself. */
    static QuotaRequest question(
            TenantContext context, @Nullable String service, @Nullable String apiKeyId, @Nullable String quantity) {
        long units = quantity == null || quantity.isEmpty() ? 1 : number(quantity);
        check(service, apiKeyId);
        new Validation()
                .check(units >= 0 && units <= MOST, "quantity", "must be 0 to " + MOST)
                .orRefuse();
        String key = orNull(apiKeyId);
        return new QuotaRequest(
                context.tenantId(),
                orNull(service),
                UsageKeys.named(context, key).user(key),
                null,
                null,
                units,
                null);
    }

    static UsageProvider.Filter filter(TenantContext context, @Nullable String service, @Nullable String apiKeyId) {
        check(service, apiKeyId);
        String key = orNull(apiKeyId);
        return new UsageProvider.Filter(
                orNull(service), UsageKeys.named(context, key).filter(key), null, null);
    }

    private static void check(@Nullable String service, @Nullable String apiKeyId) {
        Validation validation = new Validation();
        checkService(validation, orNull(service), false);
        validation
                .check(matches(ID, orNull(apiKeyId)), "apiKeyId", "is not an id")
                .orRefuse();
    }

    private static void checkService(Validation validation, @Nullable String service, boolean needed) {
        validation.check(service == null ? !needed : PlanNames.isAcceptable(service), "service", PlanNames.RULE);
    }

    private static void checkWho(
            Validation validation,
            @Nullable String idempotencyKey,
            @Nullable String apiKeyId,
            @Nullable String userId) {
        validation
                .check(
                        idempotencyKey != null && matches(KEY, idempotencyKey),
                        "idempotencyKey",
                        "must be 1 to 255 characters")
                .check(matches(ID, apiKeyId), "apiKeyId", "is not an id")
                .check(matches(USER_ID, userId), "userId", "must be 1 to 255 characters");
    }

    private static boolean matches(Pattern pattern, @Nullable String text) {
        return text == null || pattern.matcher(text).matches();
    }

    private static boolean isQuantity(@Nullable Long quantity, long least) {
        return quantity != null && quantity >= least && quantity <= MOST;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.invalid("quantity", "must be a whole number").asException();
        }
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
