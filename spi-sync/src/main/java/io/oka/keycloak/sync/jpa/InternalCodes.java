package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.entitlements.EntitlementProvider;
import io.oka.keycloak.entitlements.Plan;
import io.oka.keycloak.sync.MappingType;
import io.oka.keycloak.tenants.TenantProvider;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What a code of another system can mean: something of this realm, and of no other. */
record InternalCodes(KeycloakSession session, RealmModel realm) {

    /** Which of these are ours. */
    Set<String> known(MappingType type, Collection<String> codes) {
        return switch (type) {
            case TENANT -> living(codes);
            case PLAN -> among(codes, plans().map(Plan::tier));
            case SERVICE -> among(codes, plans().flatMap(plan -> plan.services().keySet().stream()));
        };
    }

    private Set<String> living(Collection<String> codes) {
        return new HashSet<>(session.getProvider(TenantProvider.class).living(realm, List.copyOf(codes)));
    }

    private Stream<Plan> plans() {
        return EntitlementProvider.of(session).plans().of(realm).all().stream();
    }

    private static Set<String> among(Collection<String> codes, Stream<String> ours) {
        Set<String> known = ours.collect(Collectors.toSet());
        known.retainAll(Set.copyOf(codes));
        return known;
    }
}
