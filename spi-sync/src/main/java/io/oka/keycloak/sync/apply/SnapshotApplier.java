package io.oka.keycloak.sync.apply;

import io.oka.keycloak.sync.ItemOutcome;
import io.oka.keycloak.sync.SyncProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** {@code reconcile.snapshot}: compares a page. If the process dies in it, the page is compared again. */
final class SnapshotApplier implements ItemApplier {

    @Override
    public ItemOutcome apply(KeycloakSession session, RealmModel realm, ItemToApply item) {
        return SyncProvider.of(session).reconciliations().compare(realm, item.system(), item.agentId(), item.data());
    }
}
