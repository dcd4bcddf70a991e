package io.oka.it.tenants;

/** The eight who call each path below a realm's tenants. */
enum Who {
    OWNER,
    ADMIN,
    MEMBER,
    STRANGER,
    OTHER_REALM,
    SERVICE_WITH_ROLE,
    SERVICE_WITHOUT_ROLE,
    NOBODY;

    /** Whether the tenant is theirs. */
    boolean isMember() {
        return this == OWNER || this == ADMIN || this == MEMBER;
    }
}
