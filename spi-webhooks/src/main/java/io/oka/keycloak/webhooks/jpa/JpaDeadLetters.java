package io.oka.keycloak.webhooks.jpa;

import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.webhooks.DeadLetters;
import io.oka.keycloak.webhooks.DeliveryBatch;
import io.oka.keycloak.webhooks.DeliveryCause;
import io.oka.keycloak.webhooks.DeliveryState;
import io.oka.keycloak.webhooks.WebhookDelivery;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Dead letters in PostgreSQL, in the request's own transaction. Batches leave alone what somebody else is at, and go on
 * behind it; what they did is said once for each tenant that it was done to.
 */
final class JpaDeadLetters implements DeadLetters {

    private static final int BATCHES = 5;

    private static final String DISCARD = "update OKA_WEBHOOK_DELIVERY set STATE = 'cancelled',"
            + " DISCARDED_REASON = :reason where ID in (select d.ID from OKA_WEBHOOK_DELIVERY d where d.ID in (:ids)"
            + " and d.STATE = 'dead' and d.SUCCESSOR_ID is null order by d.ID for update skip locked) returning ID";

    private final KeycloakSession session;
    private final EntityManager em;
    private final NewDeliveries news;
    private final DeliveryReads reads;

    JpaDeadLetters(KeycloakSession session, EntityManager em, NewDeliveries news) {
        this.session = session;
        this.em = em;
        this.news = news;
        this.reads = new DeliveryReads(em);
    }

    @Override
    public List<WebhookDelivery> list(RealmModel realm, Filter filter, CursorPage page) {
        return reads.letters(realm.getId(), filter, page);
    }

    @Override
    public @Nullable WebhookDelivery get(RealmModel realm, String id) {
        return reads.letter(realm.getId(), id);
    }

    @Override
    public WebhookDelivery replay(RealmModel realm, WebhookDelivery letter) {
        NewDeliveries.Made made = news.one(letter, DeliveryCause.REPLAY);
        changes(realm).replayed(letter.tenantId(), made, letter.id());
        return Objects.requireNonNull(reads.any(realm.getId(), made.id()));
    }

    @Override
    public DeliveryBatch replay(RealmModel realm, Filter filter) {
        return inBatches(
                realm,
                filter,
                letters -> news
                        .make(
                                letters.stream()
                                        .map(letter -> new NewDeliveries.Pair(letter.eventId(), letter.endpointId()))
                                        .distinct()
                                        .toList(),
                                DeliveryCause.REPLAY)
                        .stream()
                        .map(NewDeliveries.Made::tenantId)
                        .toList(),
                (tenantId, number) -> changes(realm).replayed(tenantId, number));
    }

    @Override
    public WebhookDelivery discard(RealmModel realm, WebhookDelivery letter, String reason) {
        if (discard(List.of(letter.id()), reason).isEmpty()) {
            throw new ConflictException("not_a_dead_letter", "Somebody else is at it, or was just before");
        }
        changes(realm).discarded(letter.tenantId(), letter.id(), reason);
        return new WebhookDelivery(
                letter.id(),
                letter.endpointId(),
                letter.eventId(),
                letter.tenantId(),
                letter.eventType(),
                letter.cause(),
                DeliveryState.CANCELLED,
                letter.attempts(),
                null,
                letter.lastStatus(),
                letter.lastError(),
                letter.createdAt(),
                letter.finishedAt(),
                reason,
                null);
    }

    @Override
    public DeliveryBatch discard(RealmModel realm, Filter filter, String reason) {
        return inBatches(
                realm,
                filter,
                letters -> {
                    Set<String> done = Set.copyOf(
                            discard(letters.stream().map(WebhookDelivery::id).toList(), reason));
                    return letters.stream()
                            .filter(letter -> done.contains(letter.id()))
                            .map(WebhookDelivery::tenantId)
                            .toList();
                },
                (tenantId, number) -> changes(realm).discarded(tenantId, number, reason));
    }

    /**
     * @param work gives for each letter that it dealt with whose it was
     * @param said once for each tenant
     */
    private DeliveryBatch inBatches(
            RealmModel realm, Filter filter, Function<List<WebhookDelivery>, List<@Nullable String>> work, Said said) {
        Map<@Nullable String, Long> numbers = new HashMap<>();
        int deliveries = 0;
        boolean more = true;
        String after = null;
        for (int i = 0; i < BATCHES && more; i++) {
            List<WebhookDelivery> letters = reads.oldestLetters(realm.getId(), filter, after, NewDeliveries.AT_ONCE);
            more = letters.size() == NewDeliveries.AT_ONCE;
            if (!letters.isEmpty()) {
                after = letters.get(letters.size() - 1).id();
                List<@Nullable String> owners = new ArrayList<>(work.apply(letters));
                owners.forEach(tenantId -> numbers.merge(tenantId, 1L, Long::sum));
                deliveries += owners.size();
            }
        }
        numbers.forEach(said::of);
        return new DeliveryBatch(deliveries, more);
    }

    @SuppressWarnings("unchecked")
    private List<String> discard(List<String> ids, String reason) {
        return em.createNativeQuery(DISCARD, String.class)
                .setParameter("reason", reason)
                .setParameter("ids", ids)
                .getResultList();
    }

    private DeliveryChanges changes(RealmModel realm) {
        return new DeliveryChanges(session, realm);
    }

    /** What is said of a tenant, or of the realm's own. */
    @FunctionalInterface
    private interface Said {

        void of(@Nullable String tenantId, long number);
    }
}
