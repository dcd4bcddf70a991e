/** Starts a real Keycloak with provider jars on a real PostgreSQL: for the demo, for tests and for benchmarks. */
@org.jspecify.annotations.NullMarked
package io.oka.server;
