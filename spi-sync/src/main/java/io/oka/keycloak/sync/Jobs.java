package io.oka.keycloak.sync;

/** What agents send, and what became of each item of it. */
public interface Jobs {}
