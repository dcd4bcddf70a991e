package io.oka.keycloak.sync.rest;

import io.oka.keycloak.common.realm.Operator;

/** Which code means what, for operators. */
public final class MappingsResource {

    private final Operator operator;

    MappingsResource(Operator operator) {
        this.operator = operator;
    }
}
