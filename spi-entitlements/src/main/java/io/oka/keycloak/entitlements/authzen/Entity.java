package io.oka.keycloak.entitlements.authzen;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A subject or a resource of a request.
 *
 * @param id empty where it is what is searched for
 * @param properties empty where there are none
 */
record Entity(String type, String id, ObjectNode properties) {}
