package io.oka.keycloak.entitlements.authzen;

import io.oka.keycloak.apikeys.ApiKey;
import io.oka.keycloak.apikeys.ApiKeyProvider;
import io.oka.keycloak.apikeys.ApiKeyProvider.Place;
import io.oka.keycloak.entitlements.authzen.SearchRepresentation.ResultRepresentation;
import io.oka.keycloak.entitlements.decision.Prospects;
import io.oka.keycloak.entitlements.decision.Prospects.Prospect;
import io.oka.keycloak.entitlements.decision.Subject;
import io.oka.keycloak.entitlements.quota.QuotaLimits.KeyLimit;
import io.oka.keycloak.entitlements.quota.QuotaWindow;
import io.oka.keycloak.tenants.MemberStanding;
import io.oka.keycloak.tenants.TenantModel;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Goes through a tenant's members or keys, one page of them at a time: one query for each page, and none for each row. */
final class SubjectSearch {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Prospects prospects;

    SubjectSearch(KeycloakSession session, RealmModel realm, Prospects prospects) {
        this.session = session;
        this.realm = realm;
        this.prospects = prospects;
    }

    SearchRepresentation run(Question question, SearchPage page) {
        TenantModel tenant = session.getProvider(TenantProvider.class).getTenant(realm, question.tenantId());
        if (tenant == null) {
            return page.nothing();
        }
        return switch (Objects.requireNonNull(question.subjectType())) {
            case USER -> users(tenant, question, page);
            case API_KEY -> keys(tenant, question, page);
            case TENANT -> tenant(question, page);
        };
    }

    private SearchRepresentation users(TenantModel tenant, Question question, SearchPage page) {
        TenantRole least = Objects.requireNonNullElse(question.requiredRole(), TenantRole.MEMBER);
        List<MemberStanding> rows = session.getProvider(TenantProvider.class)
                .getStandings(tenant, least, Objects.requireNonNullElse(page.after(), ""), page.max());
        return page.answer(
                rows,
                MemberStanding::userId,
                given -> prospects.allowed(given.stream()
                        .map(member -> new Prospect<>(
                                ResultRepresentation.subject(SubjectType.USER, member.userId()),
                                // Who may not log in has no session that could be good; of others none is looked at.
                                new Subject.User(member.userId(), member.enabled() ? null : false, member.role()),
                                question.request(),
                                null))
                        .toList()));
    }

    private SearchRepresentation keys(TenantModel tenant, Question question, SearchPage page) {
        List<ApiKey> rows =
                session.getProvider(ApiKeyProvider.class).listWorking(tenant, place(page.after()), page.max());
        return page.answer(
                rows,
                SubjectSearch::text,
                given -> prospects.allowed(given.stream()
                        .map(key -> new Prospect<>(
                                ResultRepresentation.subject(SubjectType.API_KEY, key.id()),
                                new Subject.Key(key.id(), true, Set.copyOf(key.scopes())),
                                question.request(),
                                limit(key)))
                        .toList()));
    }

    private SearchRepresentation tenant(Question question, SearchPage page) {
        List<String> rows = page.after() == null ? List.of(question.tenantId()) : List.of();
        return page.answer(
                rows,
                id -> id,
                given -> prospects.allowed(given.stream()
                        .map(id -> new Prospect<>(
                                ResultRepresentation.subject(SubjectType.TENANT, id),
                                new Subject.Tenant(),
                                question.request(),
                                null))
                        .toList()));
    }

    private static KeyLimit limit(ApiKey key) {
        return new KeyLimit(
                key.familyId(),
                key.quotaLimit(),
                key.quotaPeriod() == null
                        ? QuotaWindow.MONTH
                        : QuotaWindow.valueOf(key.quotaPeriod().name()));
    }

    private static String text(ApiKey key) {
        return key.createdAt() + " " + key.id();
    }

    /** The token's MAC has vouched for what we wrote into it. */
    private static @Nullable Place place(@Nullable String after) {
        if (after == null) {
            return null;
        }
        int space = after.indexOf(' ');
        try {
            return new Place(Instant.parse(after.substring(0, Math.max(0, space))), after.substring(space + 1));
        } catch (DateTimeParseException e) {
            throw new IllegalStateException("A place that we wrote is no place", e);
        }
    }
}
