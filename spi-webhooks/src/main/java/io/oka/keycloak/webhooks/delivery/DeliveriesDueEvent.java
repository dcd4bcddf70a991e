package io.oka.keycloak.webhooks.delivery;

import org.keycloak.provider.ProviderEvent;

/** This node has committed deliveries that wait. Only a hint: nodes look by themselves every now and then. */
record DeliveriesDueEvent() implements ProviderEvent {}
