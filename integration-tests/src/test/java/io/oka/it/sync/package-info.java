/** Sync with a billing or ERP system. */
@NullMarked
package io.oka.it.sync;

import org.jspecify.annotations.NullMarked;
