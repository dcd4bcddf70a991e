package io.oka.keycloak.sync.jpa;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oka.keycloak.common.http.CursorPage;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.common.jpa.LockTimeout;
import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.sync.SyncDeadLetter;
import io.oka.keycloak.sync.SyncDeadLetters;
import io.oka.keycloak.sync.apply.ItemSchemas;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Dead letters in PostgreSQL, in the request's own transaction: if the process dies before that commits, each of them is a
 * dead letter still. No worker is at them, so nobody waits for long.
 */
record JpaSyncDeadLetters(KeycloakSession session, EntityManager em) implements SyncDeadLetters {

    private static final String EDIT =
            "update OKA_SYNC_ITEM set EXTERNAL_CODE = :externalCode, ITEM_VERSION = :version,"
                    + " DATA = :data, EDITED_AT = :now, EDITED_BY = :editor, UPDATED_AT = :now,"
                    + " ORIGINAL_CODE = case when ORIGINAL_DATA is null then EXTERNAL_CODE else ORIGINAL_CODE end,"
                    + " ORIGINAL_VERSION = case when ORIGINAL_DATA is null then ITEM_VERSION else ORIGINAL_VERSION end,"
                    + " ORIGINAL_DATA = coalesce(ORIGINAL_DATA, DATA) where ID = :id";

    @Override
    public List<SyncDeadLetter> list(RealmModel realm, Filter filter, CursorPage page) {
        return reads().list(realm.getId(), filter, page);
    }

    @Override
    public List<ErrorClass> summary(RealmModel realm, Filter filter) {
        return reads().summary(realm.getId(), filter);
    }

    @Override
    public SyncDeadLetter.@Nullable Details get(RealmModel realm, String id) {
        return reads().letter(realm.getId(), id, false);
    }

    @Override
    public SyncDeadLetter.@Nullable Details lock(RealmModel realm, String id) {
        LockTimeout.set(em);
        return reads().letter(realm.getId(), id, true);
    }

    @Override
    public SyncDeadLetter.Details edit(RealmModel realm, SyncDeadLetter.Details held, Edit edit, String by) {
        SyncDeadLetter letter = held.letter();
        String code = edit.externalCode() == null ? letter.externalCode() : edit.externalCode();
        Long version = edit.version() == null ? letter.version() : edit.version();
        ObjectNode wanted = edit.data();
        String data = wanted == null ? held.data() : Json.writeText(wanted);
        List<String> members = new ArrayList<>();
        addIf(members, "externalCode", !Objects.equals(code, letter.externalCode()));
        addIf(members, "version", !Objects.equals(version, letter.version()));
        addIf(members, "data", !data.equals(held.data()));
        if (members.isEmpty()) {
            return held;
        }
        em.createNativeQuery(EDIT)
                .setParameter("externalCode", code)
                .setParameter("version", version)
                .setParameter("data", data)
                .setParameter("now", now())
                .setParameter("editor", by)
                .setParameter("id", letter.id())
                .executeUpdate();
        changes(realm).edited(letter, members);
        return reads().now(realm.getId(), letter.id());
    }

    @Override
    public SyncDeadLetter.Details replay(RealmModel realm, SyncDeadLetter.Details held) {
        SyncDeadLetter letter = held.letter();
        if (isMalformed(held)) {
            throw new ConflictException("malformed", "It would be refused again as it is; it is to be edited first");
        }
        if (!rows().replay(letter, now())) {
            throw new ConflictException("job_cancelled", "Its job was cancelled");
        }
        changes(realm).replayed(letter);
        return reads().now(realm.getId(), letter.id());
    }

    @Override
    public Batch replay(RealmModel realm, Filter filter, int ratePerSecond) {
        Batch batch = rows().replay(realm.getId(), filter, ratePerSecond, now());
        if (batch.items() > 0) {
            changes(realm).replayed(filter, batch.items(), ratePerSecond);
        }
        return batch;
    }

    @Override
    public SyncDeadLetter.Details discard(RealmModel realm, SyncDeadLetter.Details held, String reason) {
        rows().discard(held.letter(), reason, now());
        changes(realm).discarded(held.letter(), reason);
        return reads().now(realm.getId(), held.letter().id());
    }

    @Override
    public Batch discard(RealmModel realm, Filter filter, String reason) {
        Batch batch = rows().discard(realm.getId(), filter, reason, now());
        if (batch.items() > 0) {
            changes(realm).discarded(filter, batch.items(), reason);
        }
        return batch;
    }

    private static boolean isMalformed(SyncDeadLetter.Details held) {
        SyncDeadLetter letter = held.letter();
        return letter.externalCode() == null
                || letter.version() == null
                || ItemSchemas.check(letter.type(), tree(held.data())) != null;
    }

    private static JsonNode tree(String data) {
        try {
            return Json.MAPPER.readTree(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What stands in an item was JSON when it was written", e);
        }
    }

    private static void addIf(List<String> members, String name, boolean changed) {
        if (changed) {
            members.add(name);
        }
    }

    private DeadLetterReads reads() {
        return new DeadLetterReads(em);
    }

    private DeadLetterRows rows() {
        return new DeadLetterRows(session, em);
    }

    private DeadLetterChanges changes(RealmModel realm) {
        return new DeadLetterChanges(session, realm);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
