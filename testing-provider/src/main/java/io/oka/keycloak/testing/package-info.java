/** What only test servers have: a clock that tests move, a count of SQL statements, a look into caches. Never shipped. */
package io.oka.keycloak.testing;
