package io.oka.keycloak.sync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.oka.keycloak.common.http.JsonBody;
import io.oka.keycloak.common.http.Validation;
import io.oka.keycloak.common.problem.FieldError;
import io.oka.keycloak.common.problem.ProblemException;
import io.oka.keycloak.entitlements.PlanNames;
import io.oka.keycloak.entitlements.quota.QuotaRequest;
import io.oka.keycloak.sync.JobType;
import io.oka.keycloak.sync.reconcile.SnapshotPage;
import io.oka.keycloak.tenants.EmailAddresses;
import io.oka.keycloak.tenants.TenantRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the data of an item must be, by the type of its job. Whatever is not known here, of another type or out of range
 * makes the item malformed; so does a null, except where it says something.
 */
public final class ItemSchemas {

    private static final int LONGEST_DETAIL = 500;

    private static final Pattern CODE = Pattern.compile("[^\\p{Cntrl}]{1,255}");
    private static final Pattern ACTION = Pattern.compile("[^\\p{Cntrl}]{1,100}");
    private static final String CODE_RULE = "must be 1 to 255 characters, none of them a control character";

    /** What PostgreSQL and RFC 3339 both can say. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Set<String> TIMES = Set.of("currentPeriodEnd", "graceUntil", "at");

    /** Where a null takes something away. */
    private static final Map<JobType, Set<String>> NULLABLE =
            Map.of(JobType.TENANT_UPSERT, Set.of("displayName", "quotaLimit"));

    private ItemSchemas() {}

    /**
     * @param data null or missing for an item that has none
     * @return what is wrong with it, naming each member at fault; null if nothing is
     */
    public static @Nullable String check(JobType type, @Nullable JsonNode data) {
        List<FieldError> errors = errors(type, data);
        return errors.isEmpty() ? null : text(errors);
    }

    /** Like {@link #check}, error by error. */
    public static List<FieldError> errors(JobType type, @Nullable JsonNode data) {
        try {
            switch (type) {
                case TENANT_UPSERT -> tenantUpsert(data);
                case SUBSCRIPTION_UPSERT -> subscriptionUpsert(data);
                case SUBSCRIPTION_CANCEL -> read(type, data, SubscriptionCancel.class);
                case USAGE_IMPORT -> usageImport(data);
                case RECONCILE_SNAPSHOT -> object(data).as(SnapshotPage.class);
            }
            return List.of();
        } catch (ProblemException e) {
            List<FieldError> named = e.problem().errors();
            return named.isEmpty()
                    ? List.of(new FieldError("data", String.valueOf(e.problem().detail())))
                    : named;
        }
    }

    /**
     * @throws ProblemException 400 naming each member at fault
     */
    static TenantUpsert tenantUpsert(@Nullable JsonNode data) {
        JsonNode kept = data == null ? MissingNode.getInstance() : data.deepCopy();
        TenantRules.widenAttributes(kept);
        TenantUpsert read = read(JobType.TENANT_UPSERT, kept, TenantUpsert.class);
        Validation validation = new Validation();
        if (read.name() != null) {
            TenantRules.checkName(validation, read.name());
        }
        TenantRules.checkDisplayName(validation, read.displayName());
        TenantRules.checkAttributes(validation, read.attributes() == null ? Map.of() : read.attributes());
        TenantRules.checkQuota(validation, read.quotaLimit());
        validation
                .check(isCode(read.ownerUsername()), "ownerUsername", CODE_RULE)
                .check(
                        read.ownerEmail() == null || EmailAddresses.normalize(read.ownerEmail()) != null,
                        "ownerEmail",
                        EmailAddresses.RULE)
                .check(
                        read.ownerUsername() == null || read.ownerEmail() == null,
                        "ownerEmail",
                        "give ownerUsername or ownerEmail, not both")
                .orRefuse();
        return read;
    }

    /**
     * @throws ProblemException 400 naming each member at fault
     */
    static SubscriptionUpsert subscriptionUpsert(@Nullable JsonNode data) {
        SubscriptionUpsert read = read(JobType.SUBSCRIPTION_UPSERT, data, SubscriptionUpsert.class);
        new Validation()
                .check(read.plan() == null != (read.tier() == null), "plan", "give one of plan and tier")
                .check(isCode(read.plan()), "plan", CODE_RULE)
                .check(read.tier() == null || PlanNames.isAcceptable(read.tier()), "tier", PlanNames.RULE)
                .check(isStorable(read.currentPeriodEnd()), "currentPeriodEnd", "is out of range")
                .check(isStorable(read.graceUntil()), "graceUntil", "is out of range")
                .orRefuse();
        return read;
    }

    /**
     * @throws ProblemException 400 naming each member at fault
     */
    static SubscriptionCancel subscriptionCancel(@Nullable JsonNode data) {
        return read(JobType.SUBSCRIPTION_CANCEL, data, SubscriptionCancel.class);
    }

    /**
     * @throws ProblemException 400 naming each member at fault
     */
    static UsageImport usageImport(@Nullable JsonNode data) {
        UsageImport read = read(JobType.USAGE_IMPORT, data, UsageImport.class);
        Long quantity = read.quantity();
        new Validation()
                .check(
                        read.service() == null != (read.serviceCode() == null),
                        "service",
                        "give one of service and serviceCode")
                .check(read.service() == null || PlanNames.isAcceptable(read.service()), "service", PlanNames.RULE)
                .check(isCode(read.serviceCode()), "serviceCode", CODE_RULE)
                .check(
                        read.action() == null || ACTION.matcher(read.action()).matches(),
                        "action",
                        "must be 1 to 100 characters, none of them a control character")
                .check(
                        quantity != null && quantity >= 1 && quantity <= QuotaRequest.MOST,
                        "quantity",
                        "must be 1 to " + QuotaRequest.MOST)
                .check(read.idempotencyKey() != null && isCode(read.idempotencyKey()), "idempotencyKey", CODE_RULE)
                .check(isStorable(read.at()), "at", "is out of range")
                .orRefuse();
        return read;
    }

    private static <T> T read(JobType type, @Nullable JsonNode data, Class<T> as) {
        JsonBody body = object(data);
        Validation validation = new Validation();
        body.tree().properties().forEach(member -> {
            String name = member.getKey();
            JsonNode value = member.getValue();
            validation
                    .check(
                            !value.isNull()
                                    || NULLABLE.getOrDefault(type, Set.of()).contains(name),
                            name,
                            "must not be null: leave it out")
                    .check(
                            value.isNull() || value.isTextual() || !TIMES.contains(name),
                            name,
                            "must be a time of RFC 3339");
        });
        // What is unknown here is more to the point than that it is null.
        T read = body.as(as);
        validation.orRefuse();
        return read;
    }

    private static JsonBody object(@Nullable JsonNode data) {
        return JsonBody.of(data == null ? MissingNode.getInstance() : data);
    }

    private static boolean isCode(@Nullable String text) {
        return text == null || CODE.matcher(text).matches();
    }

    private static boolean isStorable(@Nullable Instant time) {
        return time == null || (!time.isBefore(EARLIEST) && !time.isAfter(LATEST));
    }

    static String text(List<FieldError> errors) {
        String text = errors.stream()
                .map(error -> error.field() + ": " + error.message())
                .collect(Collectors.joining("; "));
        return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL - 1) + "…";
    }
}
