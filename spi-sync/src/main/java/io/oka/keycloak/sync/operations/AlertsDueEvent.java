package io.oka.keycloak.sync.operations;

import org.keycloak.provider.ProviderEvent;

/** There may be an alert to send: published after the commit. */
public record AlertsDueEvent() implements ProviderEvent {}
