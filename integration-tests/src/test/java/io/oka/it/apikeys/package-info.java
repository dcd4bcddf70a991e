/** API keys, from outside. */
@NullMarked
package io.oka.it.apikeys;

import org.jspecify.annotations.NullMarked;
