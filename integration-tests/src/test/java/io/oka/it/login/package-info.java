/** The tenant at login, in tokens, and in sessions, on a real server. */
@NullMarked
package io.oka.it.login;

import org.jspecify.annotations.NullMarked;
