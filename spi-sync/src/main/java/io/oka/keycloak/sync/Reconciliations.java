package io.oka.keycloak.sync;

/** Comparisons of the two sides, and what was done about their differences. */
public interface Reconciliations {}
