package io.oka.keycloak.sync;

/**
 * That a code of another system means one of ours.
 *
 * @param system whose code it is
 * @param externalCode as that system has it; compared exactly
 * @param internalCode a tenant's id, a plan's tier or a service's name
 */
public record MappedCode(String system, MappingType type, String externalCode, String internalCode) {}
