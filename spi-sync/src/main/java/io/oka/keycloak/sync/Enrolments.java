package io.oka.keycloak.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** The tokens by which agents enrol, each in one realm and once. */
public interface Enrolments {

    IssuedEnrolment create(RealmModel realm, EnrolmentTerms terms, String createdBy);

    /** Newest first; those that can be used no more as well. */
    List<Enrolment> list(RealmModel realm, int first, int max);

    long count(RealmModel realm);

    @Nullable
    Enrolment get(RealmModel realm, String id);

    /**
     * Nobody can use it any more. Twice is as good as once.
     *
     * @throws io.oka.keycloak.common.problem.ConflictException {@code enrolment_token_used}: it is the agent that is to be
     *     revoked then
     */
    void revoke(RealmModel realm, Enrolment enrolment);

    /** The one of this token, unless it is revoked or past its time; used or not. */
    @Nullable
    Enrolment find(RealmModel realm, EnrolmentToken token);

    /**
     * Makes the agent, and uses the token up: of two at once one comes through.
     *
     * @return null if the token was used, revoked or past its time
     */
    @Nullable
    IssuedAgent enrol(RealmModel realm, Enrolment found, String name, String softwareVersion);
}
