package io.oka.keycloak.sync.apply;

import io.oka.keycloak.sync.SyncProvider;
import io.oka.keycloak.sync.reconcile.PageToCompare;
import io.oka.keycloak.sync.reconcile.SnapshotRefusal;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** {@code reconcile.snapshot}: compares a page. If the process dies in it, the page is compared again. */
final class SnapshotApplier implements ItemApplier {

    @Override
    public ItemOutcome apply(KeycloakSession session, RealmModel realm, ItemToApply item) {
        try {
            PageToCompare page = PageToCompare.of(item.data());
            return SyncProvider.of(session).reconciliations().compare(realm, item.system(), item.agentId(), page);
        } catch (SnapshotRefusal refusal) {
            return new ItemOutcome.Refused(refusal.errorClass(), refusal.detail());
        }
    }
}
