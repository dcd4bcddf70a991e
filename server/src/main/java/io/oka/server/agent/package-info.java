/**
 * A small agent that plays a billing or ERP system from CSV files: it enrols, signs, pushes, lets itself be compared, and
 * reads what changed. An example for whoever writes a real one, and what the tests drive the server with.
 */
@NullMarked
package io.oka.server.agent;

import org.jspecify.annotations.NullMarked;
