package io.oka.keycloak.sync.apply;

import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.JobType;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What applies the items of each type of job. */
public final class Appliers {

    private static final Logger LOG = Logger.getLogger(Appliers.class);

    private Appliers() {}

    /**
     * Whatever goes wrong ends in an outcome, so that only what the commit says is left to {@link ItemFailures}. Unless it
     * is applied, skipped or parked, what the session did is to be rolled back.
     */
    public static ItemApplier of(JobType type) {
        return new Guarded(
                switch (type) {
                    case TENANT_UPSERT -> new TenantUpserts();
                    case SUBSCRIPTION_UPSERT -> new SubscriptionUpserts();
                    case SUBSCRIPTION_CANCEL -> new SubscriptionCancels();
                    case USAGE_IMPORT -> new UsageImports();
                    case RECONCILE_SNAPSHOT -> new SnapshotApplier();
                });
    }

    private record Guarded(ItemApplier inner) implements ItemApplier {

        @Override
        public ItemOutcome apply(KeycloakSession session, RealmModel realm, ItemToApply item) {
            if (!item.capabilities().jobTypes().contains(item.type())) {
                return new ItemOutcome.Refused(
                        "not_allowed", "The agent may not send " + item.type().wireName() + " any more");
            }
            try {
                return inner.apply(session, realm, item);
            } catch (ItemRefusal e) {
                return e.outcome();
            } catch (RuntimeException e) {
                ItemOutcome outcome = ItemFailures.outcome(e);
                if (outcome instanceof ItemOutcome.Failed failed
                        && failed.errorClass().equals(ItemFailures.INTERNAL_ERROR)) {
                    LOG.errorf(
                            e,
                            "Item %s of job %s, realm %s, could not be applied, and is tried again",
                            item.itemId(),
                            item.jobId(),
                            realm.getName());
                }
                return outcome;
            }
        }

        @Override
        public boolean commitsItself() {
            return inner.commitsItself();
        }
    }
}
