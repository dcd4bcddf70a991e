package io.oka.keycloak.sync;

/** What operators decide about sync in their realm. */
public interface SyncOptions {}
