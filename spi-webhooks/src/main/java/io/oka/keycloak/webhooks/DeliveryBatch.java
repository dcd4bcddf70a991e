package io.oka.keycloak.webhooks;

/**
 * How far one call came.
 *
 * @param deliveries how many it dealt with
 * @param more whether there may be more: the same call again goes on
 */
public record DeliveryBatch(int deliveries, boolean more) {}
