package io.oka.keycloak.common.problem;

/**
 * What is wrong with one member of a request.
 *
 * @param field the member's name, dotted where it is nested
 * @param message what is wrong with it, for a person
 */
public record FieldError(String field, String message) {}
