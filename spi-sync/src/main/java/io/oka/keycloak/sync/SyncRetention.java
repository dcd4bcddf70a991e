package io.oka.keycloak.sync;

/** How long each table is kept, and what would go. */
public interface SyncRetention {}
