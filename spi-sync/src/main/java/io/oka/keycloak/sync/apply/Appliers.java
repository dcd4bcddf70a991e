package io.oka.keycloak.sync.apply;

import io.oka.keycloak.sync.JobType;

/** Who applies items of which type. */
public final class Appliers {

    private Appliers() {}

    public static ItemApplier of(JobType type) {
        return switch (type) {
            case TENANT_UPSERT, SUBSCRIPTION_UPSERT, SUBSCRIPTION_CANCEL, USAGE_IMPORT, RECONCILE_SNAPSHOT ->
                (session, realm, item) -> new ItemOutcome.Refused(
                        "not_built", "Nobody applies " + item.type().wireName() + " yet");
        };
    }
}
