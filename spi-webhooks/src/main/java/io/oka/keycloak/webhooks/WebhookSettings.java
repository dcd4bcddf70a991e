package io.oka.keycloak.webhooks;

import com.fasterxml.jackson.core.type.TypeReference;
import io.oka.keycloak.common.outgoing.AllowedTargets;
import io.oka.keycloak.common.realm.RealmSetting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators decide about webhooks in their realm. */
public final class WebhookSettings {

    private static final int MOST_WEBHOOKS = 1_000;
    private static final int MOST_TARGETS = 100;

    public static final RealmSetting<Integer> MAX_WEBHOOKS_PER_TENANT = new RealmSetting<>(
            "maxWebhooksPerTenant",
            new TypeReference<>() {},
            20,
            value -> value >= 0 && value <= MOST_WEBHOOKS ? null : "must be 0 to " + MOST_WEBHOOKS,
            "How many webhook endpoints one tenant may have");

    public static final RealmSetting<List<String>> TENANT_TARGETS =
            targets("tenantTargets", "What webhooks of tenants may reach beside the public internet");

    public static final RealmSetting<List<String>> OPERATOR_TARGETS =
            targets("operatorTargets", "What webhooks of the realm's own may reach beside the public internet");

    public static final RealmSetting<Boolean> PLAIN_WEBHOOKS = new RealmSetting<>(
            "plainWebhooks",
            new TypeReference<>() {},
            false,
            value -> null,
            "Whether webhooks may go over plain HTTP to anywhere, and not only to what the lists name");

    private WebhookSettings() {}

    private static RealmSetting<List<String>> targets(String name, String description) {
        return new RealmSetting<>(
                name, new TypeReference<>() {}, List.of(), WebhookSettings::targetsObjection, description);
    }

    private static @Nullable String targetsObjection(List<@Nullable String> entries) {
        if (entries.size() > MOST_TARGETS) {
            return "must be at most " + MOST_TARGETS;
        }
        if (entries.contains(null)) {
            return AllowedTargets.RULE;
        }
        try {
            AllowedTargets.of(entries.stream().map(String::valueOf).toList());
            return null;
        } catch (IllegalArgumentException e) {
            return AllowedTargets.RULE;
        }
    }
}
