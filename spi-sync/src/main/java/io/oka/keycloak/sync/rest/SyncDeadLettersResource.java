package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.realm.Operator;

/** Items that were given up, for operators. */
public final class SyncDeadLettersResource {

    private final Operator operator;

    SyncDeadLettersResource(Operator operator) {
        this.operator = operator;
    }
}
