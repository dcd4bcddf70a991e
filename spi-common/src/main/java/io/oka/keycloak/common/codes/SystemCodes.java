package io.oka.keycloak.common.codes;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What one other system calls the tenant and, where there is one, the plan and the service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ExternalCodes")
public record SystemCodes(
        @Schema(description = "The other system's code of the tenant")
        String tenant,

        @Schema(description = "Its code of the plan, where what happened names one that is mapped") @Nullable
        String plan,

        @Schema(description = "Its code of the service, where what happened names one that is mapped") @Nullable
        String service) {}
