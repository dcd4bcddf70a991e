package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.realm.Operator;

/** What operators decide about sync, for operators. */
public final class SyncSettingsResource {

    private final Operator operator;

    SyncSettingsResource(Operator operator) {
        this.operator = operator;
    }
}
