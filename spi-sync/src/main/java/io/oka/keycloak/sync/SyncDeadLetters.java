package io.oka.keycloak.sync;

/** Items that were given up: to be looked at, edited, tried again or discarded. */
public interface SyncDeadLetters {}
