<<<<<<< HEAD
/** Webhooks, from outside. */
=======
/** Webhooks on a real server. */
>>>>>>> hooks
@NullMarked
package io.oka.it.webhooks;

import org.jspecify.annotations.NullMarked;
