package io.oka.keycloak.sync.rest;

import io.oka.keycloak.sync.OutboundChange;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A part of what happened. */
@Schema(name = "OutboundChangePage")
record OutboundPageRepresentation(
        List<OutboundChange> items,

        @Schema(description = "Where to go on, at the end as well: keep it, and ask with it again")
        String nextCursor,

        @Schema(description = "Whether there is more to read at once; there may be after an empty page, too")
        boolean more) {}
