package io.oka.keycloak.entitlements.decision;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a decision is what it is; the first check that failed, in this order. */
public enum Reason {
    ALLOWED,
    SESSION_INVALID,
    NOT_A_MEMBER,
    TENANT_SUSPENDED,
    INSUFFICIENT_SCOPE,
    SUBSCRIPTION_INACTIVE,
    SERVICE_NOT_ENABLED,
    FEATURE_NOT_ENABLED,
    QUOTA_EXCEEDED,
    INSUFFICIENT_ROLE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
