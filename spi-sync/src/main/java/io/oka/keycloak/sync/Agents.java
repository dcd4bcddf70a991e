package io.oka.keycloak.sync;

/** Agents of another system, and the tokens by which they enrol. */
public interface Agents {}
