package io.oka.keycloak.entitlements.flag;

/** Why a flag has its value, in the words of OpenFeature. */
public enum FlagReason {
    /** It is the same for everybody whom no rule names. */
    STATIC,
    /** A grant, the tenant's name or its tier decided. */
    TARGETING_MATCH,
    /** The rollout's percentage decided. */
    SPLIT,
    /** The flag is killed. */
    DISABLED
}
