/** Usage and quotas, from outside. */
@NullMarked
package io.oka.it.usage;

import org.jspecify.annotations.NullMarked;
