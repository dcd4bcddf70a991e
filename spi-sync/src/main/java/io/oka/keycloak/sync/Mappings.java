package io.oka.keycloak.sync;

/** Which of our codes means what a code of another system means. */
public interface Mappings {}
