package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.realm.Operator;

/** Breakers of systems, for operators. */
public final class BreakersResource {

    private final Operator operator;

    BreakersResource(Operator operator) {
        this.operator = operator;
    }
}
