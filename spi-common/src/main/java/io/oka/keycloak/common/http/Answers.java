package io.oka.keycloak.common.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** Writes answers alike, whichever resource gives them. */
public final class Answers {

    private Answers() {}

    public static Response.ResponseBuilder ok(Object representation) {
        return Response.ok(Json.write(representation), MediaType.APPLICATION_JSON_TYPE);
    }

    /** A representation of a versioned row, with its entity tag. */
    public static Response.ResponseBuilder ok(Object representation, long version) {
        return ok(representation).header("ETag", EntityTags.of(version));
    }

    /** 201 with the address of what was made, a child of the address that was posted to. */
    public static Response.ResponseBuilder created(UriInfo uri, String id, Object representation) {
        return Response.created(uri.getAbsolutePathBuilder().path(id).build())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Json.write(representation));
    }

    public static Response.ResponseBuilder list(List<?> rows, long total) {
        return ok(rows).header(Page.TOTAL_COUNT, total);
    }

    public static Response noContent() {
        return Response.noContent().build();
    }
}
