package io.oka.keycloak.entitlements.decision;

import org.jspecify.annotations.Nullable;

/** How each check came out; null for one that was not reached, or that nothing was asked of. */
public record Checks(
        @Nullable Boolean session,
        @Nullable Boolean subscription,
        @Nullable Boolean service,
        @Nullable Boolean feature,
        @Nullable Boolean quota,
        @Nullable Boolean role) {

    static final Checks NONE = new Checks(null, null, null, null, null, null);

    Checks withSession(@Nullable Boolean passed) {
        return new Checks(passed, subscription, service, feature, quota, role);
    }

    Checks withSubscription(boolean passed) {
        return new Checks(session, passed, service, feature, quota, role);
    }

    Checks withService(boolean passed) {
        return new Checks(session, subscription, passed, feature, quota, role);
    }

    Checks withFeature(boolean passed) {
        return new Checks(session, subscription, service, passed, quota, role);
    }

    Checks withQuota(boolean passed) {
        return new Checks(session, subscription, service, feature, passed, role);
    }

    Checks withRole(boolean passed) {
        return new Checks(session, subscription, service, feature, quota, passed);
    }
}
