package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.realm.Operator;

/** What agents sent, for operators. */
public final class JobsResource {

    private final Operator operator;

    JobsResource(Operator operator) {
        this.operator = operator;
    }
}
