/** What only test servers have: a clock that tests move, and a count of SQL statements. Never shipped. */
package io.oka.keycloak.testing;
