package io.oka.keycloak.sync.apply;

import io.oka.keycloak.sync.JobType;

/** What applies the items of each type of job. */
public final class Appliers {

    private Appliers() {}

    /**
     * Ends in an outcome for all that is known to go wrong: an exception that comes out of it is a defect, or something
     * that the database says at the commit; {@link ItemFailures} tells what of that may pass.
     */
    public static ItemApplier of(JobType type) {
        return switch (type) {
            case TENANT_UPSERT, SUBSCRIPTION_UPSERT, SUBSCRIPTION_CANCEL, USAGE_IMPORT, RECONCILE_SNAPSHOT ->
                (session, realm, item) -> new ItemOutcome.Refused("not_built", "Nothing applies items of this type");
        };
    }
}
