package io.oka.keycloak.tenants.invitation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.oka.keycloak.tenants.Invitation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.actiontoken.DefaultActionToken;

/**
 * What the link of a mail carries: the word of the realm that whoever has it reads the address. It names no user: it
 * logs nobody in. Whether the invitation still stands is for its row to say, which every node sees.
 */
public final class InvitationToken extends DefaultActionToken {

    /** Names the action in links and in events. */
    public static final String TYPE = "oka-invitation";

    /**
     * How long the link leads somewhere after the invitation has expired: to the page that says so. Without it people who
     * come late would read "action expired".
     */
    static final Duration EXPLAINED_FOR = Duration.ofDays(90);

    @JsonProperty("lnk")
    private @Nullable String linkId;

    @JsonProperty("tnt")
    private @Nullable String tenantId;

    /** For Jackson. */
    @SuppressWarnings("unused")
    private InvitationToken() {}

    InvitationToken(Invitation invitation, String issuer) {
        super(null, TYPE, 0, null);
        exp(invitation.expiresAt().plus(EXPLAINED_FOR).getEpochSecond());
        id(invitation.id());
        issuer(issuer);
        audience(issuer);
        issuedNow();
        setEmail(invitation.email());
        this.linkId = invitation.linkId();
        this.tenantId = invitation.tenantId();
    }

    /** Which mail it came with. */
    public @Nullable String getLinkId() {
        return linkId;
    }

    public @Nullable String getTenantId() {
        return tenantId;
    }

    /** Whether it was made for this invitation: the row decides, and a token that says otherwise is not one of ours. */
    boolean isFor(Invitation invitation) {
        return invitation.id().equals(getId())
                && invitation.tenantId().equals(tenantId)
                && invitation.email().equalsIgnoreCase(getEmail());
    }
}
