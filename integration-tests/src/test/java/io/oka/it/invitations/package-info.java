/** People who are asked to join a tenant: what the endpoints say of it, the mail, and the seat that it takes. */
@NullMarked
package io.oka.it.invitations;

import org.jspecify.annotations.NullMarked;
