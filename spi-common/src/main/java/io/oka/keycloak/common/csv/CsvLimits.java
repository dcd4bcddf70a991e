package io.oka.keycloak.common.csv;

/**
 * How much of one record is held in memory.
 *
 * @param fields in a record
 * @param fieldLength characters in a field
 */
public record CsvLimits(int fields, int fieldLength) {}
