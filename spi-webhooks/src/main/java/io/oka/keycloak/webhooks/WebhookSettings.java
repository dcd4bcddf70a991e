package io.oka.keycloak.webhooks;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.realm.RealmSetting;

/** What operators decide about webhooks in their realm. */
public final class WebhookSettings {

    public static final RealmSetting<Integer> MAX_WEBHOOKS_PER_TENANT = new RealmSetting<>(
            "maxWebhooksPerTenant",
            new TypeReference<>() {},
            20,
            value -> value < 0 ? "must not be negative" : null,
            "How many webhook endpoints a tenant may have");

    private WebhookSettings() {}
}
