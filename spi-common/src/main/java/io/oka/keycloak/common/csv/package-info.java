/** Tables as text (RFC 4180), read from people who may mean harm and written for spreadsheets that run what they read. */
@NullMarked
package io.oka.keycloak.common.csv;

import org.jspecify.annotations.NullMarked;
