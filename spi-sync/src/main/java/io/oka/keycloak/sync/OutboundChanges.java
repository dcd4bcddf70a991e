package io.oka.keycloak.sync;

/** What the other system is told of: usage and entitlements, with its own codes. */
public interface OutboundChanges {}
