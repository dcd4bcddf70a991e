package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.realm.Operator;

/** What is kept for how long, for operators. */
public final class RetentionResource {

    private final Operator operator;

    RetentionResource(Operator operator) {
        this.operator = operator;
    }
}
