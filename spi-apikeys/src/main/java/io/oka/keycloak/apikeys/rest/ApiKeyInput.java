package io.oka.keycloak.apikeys.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.apikeys.ApiKey;
import io.oka.keycloak.apikeys.ApiKeyEnvironment;
import io.oka.keycloak.apikeys.ApiKeySettings;
import io.oka.keycloak.apikeys.ApiKeyTerms;
import io.oka.keycloak.apikeys.NamePatterns;
import io.oka.keycloak.apikeys.NewApiKey;
import io.oka.keycloak.apikeys.QuotaPeriod;
import io.oka.keycloak.common.address.AddressRange;
import io.oka.keycloak.common.caller.TenantApi;
import io.oka.keycloak.common.http.Patch;
import io.oka.keycloak.common.http.Validation;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** Checks what people write about keys. */
final class ApiKeyInput {

    private static final int LONGEST_NAME = 100;
    private static final int MOST_SCOPES = 50;
    private static final int MOST_AUDIENCES = 20;
    private static final int MOST_RANGES = 20;
    private static final Duration FURTHEST_EXPIRY = Duration.ofDays(3653);
    private static final Duration LONGEST_GRACE = Duration.ofDays(30);

    private static final Set<String> PATCHABLE = Set.of("name", "scopes", "quotaLimit", "quotaPeriod");
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "prefix",
            "last4",
            "environment",
            "audiences",
            "allowedCidrs",
            "status",
            "createdBy",
            "createdAt",
            "lastUsedAt",
            "expiresAt",
            "revokedAt",
            "graceUntil",
            "familyId");

    private ApiKeyInput() {}

    /**
     * @param createdBy id of the user who makes it; null for an operator
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static NewApiKey newKey(NewApiKeyRepresentation wanted, RealmModel realm, Instant now, @Nullable String createdBy) {
        List<String> audiences = distinct(wanted.audiences());
        List<String> cidrs = distinct(wanted.allowedCidrs());
        List<@Nullable AddressRange> ranges = new ArrayList<>();
        cidrs.forEach(cidr -> ranges.add(AddressRange.parse(cidr)));
        Instant expiresAt = time(wanted.expiresAt());
        Validation validation = new Validation().check(wanted.scopes() != null, "scopes", "is needed");
        checkName(validation, wanted.name());
        checkScopes(validation, distinct(wanted.scopes()), List.of(), realm);
        checkAudiences(validation, audiences, realm);
        checkLimit(validation, wanted.quotaLimit(), wanted.quotaPeriod());
        validation
                .check(ranges.size() <= MOST_RANGES, "allowedCidrs", "must be at most " + MOST_RANGES)
                .check(
                        !ranges.contains(null),
                        "allowedCidrs",
                        "must be IPv4 or IPv6 ranges such as 203.0.113.0/24, with no bit set beyond the prefix")
                .check(
                        (wanted.expiresAt() == null) == (expiresAt == null),
                        "expiresAt",
                        "must be a time in RFC 3339, such as 2027-11-21T08:30:00Z")
                .check(
                        expiresAt == null || (expiresAt.isAfter(now) && !expiresAt.isAfter(now.plus(FURTHEST_EXPIRY))),
                        "expiresAt",
                        "must be in the future, and within ten years")
                .orRefuse();
        return new NewApiKey(
                String.valueOf(wanted.name()),
                Objects.requireNonNullElse(wanted.environment(), ApiKeyEnvironment.LIVE),
                distinct(wanted.scopes()),
                audiences,
                wanted.quotaLimit(),
                period(wanted.quotaLimit(), wanted.quotaPeriod()),
                ranges.stream().filter(Objects::nonNull).toList(),
                expiresAt,
                createdBy);
    }

    /**
     * The terms that a patch leads to. A scope that the key has may stay, also if the operator no longer gives it.
     *
     * @throws io.oka.keycloak.common.problem.ProblemException 400 naming each member at fault
     */
    static ApiKeyTerms patched(Patch patch, ApiKey key, RealmModel realm) {
        patch.allow(PATCHABLE, READ_ONLY);
        String name = patch.has("name") ? patch.getText("name") : key.name();
        List<String> scopes =
                patch.has("scopes") ? distinct(patch.get("scopes", new TypeReference<>() {})) : key.scopes();
        Long limit = patch.has("quotaLimit") ? patch.getLong("quotaLimit") : key.quotaLimit();
        QuotaPeriod period = patch.has("quotaPeriod")
                ? patch.get("quotaPeriod", new TypeReference<QuotaPeriod>() {})
                // Where the limit goes, its period goes with it.
                : limit == null ? null : key.quotaPeriod();
        Validation validation = new Validation();
        checkName(validation, name);
        checkScopes(validation, scopes, key.scopes(), realm);
        checkLimit(validation, limit, period);
        validation.orRefuse();
        return new ApiKeyTerms(String.valueOf(name), scopes, limit, period(limit, period));
    }

    /**
     * @throws io.oka.keycloak.common.problem.ProblemException 400 for a grace that is none
     */
    static Duration grace(RotationRepresentation wanted) {
        long seconds = wanted.gracePeriodSeconds() == null ? 0 : wanted.gracePeriodSeconds();
        new Validation()
                .check(
                        seconds >= 0 && seconds <= LONGEST_GRACE.toSeconds(),
                        "gracePeriodSeconds",
                        "must be 0 to " + LONGEST_GRACE.toSeconds())
                .orRefuse();
        return Duration.ofSeconds(seconds);
    }

    private static void checkName(Validation validation, @Nullable String name) {
        validation.check(
                name != null && !name.isBlank() && name.length() <= LONGEST_NAME,
                "name",
                "must not be blank, and at most " + LONGEST_NAME + " characters");
    }

    private static void checkScopes(Validation validation, List<String> scopes, List<String> kept, RealmModel realm) {
        List<String> patterns = ApiKeySettings.KEY_SCOPES.in(realm);
        validation
                .check(scopes.size() <= MOST_SCOPES, "scopes", "must be at most " + MOST_SCOPES)
                .check(
                        scopes.stream().allMatch(NamePatterns::isName),
                        "scopes",
                        "must be 1 to 128 visible ASCII characters each, without \" and \\")
                .check(
                        scopes.stream()
                                .filter(NamePatterns::isName)
                                .allMatch(scope -> kept.contains(scope) || NamePatterns.admit(patterns, scope)),
                        "scopes",
                        "must each be one that keys may have in this realm");
    }

    private static void checkAudiences(Validation validation, List<String> audiences, RealmModel realm) {
        List<String> patterns = ApiKeySettings.KEY_AUDIENCES.in(realm);
        validation
                .check(audiences.size() <= MOST_AUDIENCES, "audiences", "must be at most " + MOST_AUDIENCES)
                .check(
                        audiences.stream()
                                .allMatch(audience -> NamePatterns.isName(audience)
                                        // What a key without audiences is for needs nobody's leave.
                                        && (audience.equals(TenantApi.clientId())
                                                || NamePatterns.admit(patterns, audience))),
                        "audiences",
                        "must each be one that keys may address in this realm");
    }

    private static void checkLimit(Validation validation, @Nullable Long limit, @Nullable QuotaPeriod period) {
        validation
                .check(limit == null || limit >= 0, "quotaLimit", "must not be negative")
                .check(limit != null || period == null, "quotaPeriod", "needs a quotaLimit");
    }

    private static @Nullable QuotaPeriod period(@Nullable Long limit, @Nullable QuotaPeriod period) {
        return limit == null || period != null ? period : QuotaPeriod.MONTH;
    }

    /** Each once, in the order in which they came; null, which JSON can hold, becomes what no name and no range is. */
    private static List<String> distinct(@Nullable List<@Nullable String> values) {
        return values == null
                ? List.of()
                : values.stream()
                        .map(value -> value == null ? "" : value)
                        .distinct()
                        .toList();
    }

    /** As exact as the database keeps it. */
    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
