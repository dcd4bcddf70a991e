/** Test support: one shared server for a test run, fresh realms on it, a browser without a screen, nodes and faults. */
@org.jspecify.annotations.NullMarked
package io.oka.testing;
