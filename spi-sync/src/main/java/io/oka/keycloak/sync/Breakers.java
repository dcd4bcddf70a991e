package io.oka.keycloak.sync;

/** Whether items of a system are applied at all at the moment. */
public interface Breakers {}
