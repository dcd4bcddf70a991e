package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.realm.Operator;

/** Comparisons of the two sides, for operators. */
public final class ReconciliationsResource {

    private final Operator operator;

    ReconciliationsResource(Operator operator) {
        this.operator = operator;
    }
}
