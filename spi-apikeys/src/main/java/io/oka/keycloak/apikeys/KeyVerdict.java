package io.oka.keycloak.apikeys;

/** What using a presented key comes to. All but the first look alike to whoever presents it. */
public enum KeyVerdict {
    VALID,
    /** It has not the form of a key: known without asking anybody. */
    MALFORMED,
    /** There is no such key in this realm. */
    UNKNOWN,
    REVOKED,
    EXPIRED,
    /** It may not be used from where it came. */
    ADDRESS_DENIED,
    TENANT_DELETED,
    TENANT_SUSPENDED
}
