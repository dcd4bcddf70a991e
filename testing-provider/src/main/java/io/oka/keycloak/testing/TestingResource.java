package io.oka.keycloak.testing;

import io.oka.keycloak.common.caller.Caller;
import io.oka.keycloak.common.caller.Callers;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.tenants.InvitationProvider;
import io.oka.keycloak.tenants.TenantProvider;
import io.oka.keycloak.tenants.TenantRole;
import io.oka.keycloak.tenants.TenantSnapshot;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.timer.TimerProvider;

/** Asks nobody who they are: it exists on test servers only. */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class TestingResource {

    private final KeycloakSession session;

    TestingResource(KeycloakSession session) {
        this.session = session;
    }

    /** How far this node's clock is ahead of the machine's. */
    @GET
    @Path("clock")
    public Clock clock() {
        return new Clock(Time.getOffset());
    }

    /** Moves this node's clock; Keycloak's own and ours both read it through {@link Time}. */
    @POST
    @Path("clock")
    public Clock moveClock(Clock clock) {
        Time.setOffset(clock.offsetSeconds());
        return clock();
    }

    /**
     * How many statements Hibernate prepared on this node since the last {@code DELETE}, by all threads. Statements on
     * connections that bypass Hibernate are not in it: a proxy before the database sees those too.
     */
    @GET
    @Path("statements")
    public Statements statements() {
        Statistics statistics = statistics();
        return new Statements(statistics.isStatisticsEnabled(), statistics.getPrepareStatementCount());
    }

    /** Starts counting at zero. */
    @DELETE
    @Path("statements")
    public Statements resetStatements() {
        Statistics statistics = statistics();
        statistics.setStatisticsEnabled(true);
        statistics.clear();
        return statements();
    }

    /** Runs a scheduled task on this node now, in this request's thread; 404 if there is none of this name. */
    @POST
    @Path("tasks/{name}")
    public void runTask(@PathParam("name") String name) {
        TimerProvider.TimerTaskContext task =
                session.getProvider(TimerProvider.class).getTasks().get(name);
        if (task == null) {
            throw new NotFoundException();
        }
        task.getRunnable().run();
    }

    /** Who presents this request's token, as all of our endpoints would find out. */
    @GET
    @Path("caller")
    public KnownCaller caller() {
        Caller caller = new Callers(session).authenticate();
        return new KnownCaller(
                caller.key(), caller instanceof Caller.Service service ? Set.copyOf(service.roles()) : Set.of());
    }

    /** What this node's caches say of a tenant, loaded where they say nothing. */
    @GET
    @Path("tenants/{tenantId}")
    public CachedTenant tenant(@PathParam("tenantId") String tenantId) {
        TenantSnapshot snapshot = session.getProvider(TenantProvider.class)
                .snapshot(session.getContext().getRealm(), tenantId);
        return new CachedTenant(snapshot == null ? null : snapshot.displayName(), snapshot != null);
    }

    /** What this node's caches say of a membership, loaded where they say nothing. */
    @GET
    @Path("tenants/{tenantId}/members/{userId}")
    public CachedRole role(@PathParam("tenantId") String tenantId, @PathParam("userId") String userId) {
        TenantRole role = session.getProvider(TenantProvider.class)
                .cachedRole(session.getContext().getRealm(), tenantId, userId);
        return new CachedRole(role == null ? null : role.wireName());
    }

    /**
     * Accepts an invitation for somebody, as the flow does that asks them. A refusal is committed: what it left behind
     * would show.
     */
    @POST
    @Path("invitations/{invitationId}")
    public Response accept(@PathParam("invitationId") String invitationId, Acceptance acceptance) {
        RealmModel realm = session.getContext().getRealm();
        UserModel user = session.users().getUserById(realm, acceptance.userId());
        try {
            session.getProvider(InvitationProvider.class).accept(realm, invitationId, acceptance.linkId(), user);
            return Response.noContent().build();
        } catch (ConflictException e) {
            return Response.status(Response.Status.CONFLICT)
                    .entity(new Refusal(e.code()))
                    .build();
        }
    }

    private Statistics statistics() {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .getEntityManagerFactory()
                .unwrap(SessionFactory.class)
                .getStatistics();
    }

    /** The body of {@code caller}. */
    record KnownCaller(String key, Set<String> roles) {}

    /** Who accepts, with which link. */
    record Acceptance(String linkId, String userId) {}

    /** Why nobody joined. */
    record Refusal(String code) {}

    /** The body of {@code tenants/{tenantId}}. */
    record CachedTenant(@Nullable String displayName, boolean known) {}

    /** The body of {@code members/{userId}}; null for no member. */
    record CachedRole(@Nullable String role) {}

    /** The body of {@code clock}. */
    record Clock(int offsetSeconds) {}

    /** The body of {@code statements}. */
    record Statements(boolean counting, long prepared) {}
}
