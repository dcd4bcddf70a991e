package io.oka.keycloak.entitlements.quota;

/** Whose counts they are: a tenant, in its realm. */
record Account(String realmId, String tenantId) {}
