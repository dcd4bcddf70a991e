package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.realm.Operator;

/** Agents and their enrolment tokens, for operators. */
public final class AgentsResource {

    private final Operator operator;

    AgentsResource(Operator operator) {
        this.operator = operator;
    }
}
