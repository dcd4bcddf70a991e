package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.sync.RetentionTable;
import org.jspecify.annotations.Nullable;

/**
 * What is due in each table, and how it goes. Counting and removing go by the same condition, so that one tells what the
 * other does.
 *
 * @param due the condition, of the table as {@code t}, with {@code :before}
 * @param age when a row was written
 * @param atOnce how many rows of the owner go in one batch
 * @param part the table whose rows go with those of this one, and by which column
 */
record RetentionRows(
        String table,
        String due,
        String age,
        int atOnce,
        @Nullable Part part) {

    /** Rows that go with another's. */
    record Part(String table, String column) {}

    private static final int SMALL = 1_000;
    /** Each may have a thousand items. */
    private static final int JOBS = 20;

    private static final String JOB_DUE = "t.FINISHED_AT < :before and not exists (select 1 from OKA_SYNC_ITEM i"
            + " where i.JOB_ID = t.ID and (i.STATE in ('queued', 'processing', 'retrying', 'parked', 'dead')"
            + " or i.UPDATED_AT >= :before))";

    private static final String RECONCILIATION_DUE = "t.FINISHED_AT < :before"
            + " and t.STATE in ('done', 'failed', 'cancelled') and not exists (select 1 from OKA_SYNC_DRIFT d"
            + " where d.REALM_ID = t.REALM_ID and d.ENDED_AT is null"
            + " and t.ID in (d.FIRST_RECONCILIATION_ID, d.LAST_RECONCILIATION_ID))";

    static RetentionRows of(RetentionTable table) {
        return switch (table) {
            case JOBS ->
                new RetentionRows("OKA_SYNC_JOB", JOB_DUE, "CREATED_AT", JOBS, new Part("OKA_SYNC_ITEM", "JOB_ID"));
            case ITEMS -> ofPart("OKA_SYNC_ITEM", "JOB_ID", "OKA_SYNC_JOB", JOB_DUE, "CREATED_AT");
            case MAPPING_HISTORY -> simple("OKA_SYNC_MAPPING_CHANGE", "t.AT < :before", "AT");
            case IMPORTS -> simple("OKA_SYNC_IMPORT", "t.CREATED_AT < :before", "CREATED_AT");
            case RECONCILIATIONS ->
                new RetentionRows(
                        "OKA_SYNC_RECONCILIATION",
                        RECONCILIATION_DUE,
                        "CREATED_AT",
                        JOBS,
                        new Part("OKA_SYNC_SNAPSHOT_PAGE", "RECONCILIATION_ID"));
            case SNAPSHOT_PAGES ->
                ofPart(
                        "OKA_SYNC_SNAPSHOT_PAGE",
                        "RECONCILIATION_ID",
                        "OKA_SYNC_RECONCILIATION",
                        RECONCILIATION_DUE,
                        "AT");
            case DRIFT -> simple("OKA_SYNC_DRIFT", "t.ENDED_AT < :before", "FIRST_SEEN_AT");
            case DRIFT_RECORDS ->
                simple(
                        "OKA_SYNC_DRIFT_RECORD",
                        "t.AT < :before and not exists (select 1 from OKA_SYNC_DRIFT d where d.ID = t.DRIFT_ID"
                                + " and d.ENDED_AT is null)",
                        "AT");
            case ALERTS -> simple("OKA_SYNC_ALERT", "t.RESOLVED_AT < :before and t.NEXT_SEND_AT is null", "SINCE");
            case ENROLMENT_TOKENS ->
                simple("OKA_SYNC_ENROLMENT", "coalesce(t.USED_AT, t.REVOKED_AT, t.EXPIRES_AT) < :before", "CREATED_AT");
            case AGENTS ->
                simple(
                        "OKA_SYNC_AGENT",
                        "t.REVOKED_AT < :before and not exists (select 1 from OKA_SYNC_JOB j where j.AGENT_ID = t.ID"
                                + " and j.STATE in ('queued', 'running', 'retrying', 'partial'))",
                        "CREATED_AT");
        };
    }

    private static RetentionRows simple(String table, String due, String age) {
        return new RetentionRows(table, due, age, SMALL, null);
    }

    private static RetentionRows ofPart(String table, String column, String owner, String ownerDue, String age) {
        String due = "t." + column + " in (select o.ID from (select t.* from " + owner
                + " t where t.REALM_ID = :realmId and " + ownerDue + ") o)";
        return new RetentionRows(table, due, age, 0, null);
    }

    /** How many there are, how many are due, and when the first was written in microseconds. */
    String count() {
        return "select count(*), count(*) filter (where " + due + "), cast(extract(epoch from min(t." + age
                + ")) * 1000000 as bigint) from " + table + " t where t.REALM_ID = :realmId";
    }

    String countDue() {
        return "select count(*) from " + table + " t where t.REALM_ID = :realmId and " + due;
    }

    /**
     * Removes one batch: gives how many rows went, and of how many of its part. Rows that somebody is at are left to the
     * next run.
     */
    String remove() {
        String picked = "with due as (select t.ID from " + table + " t where t.REALM_ID = :realmId and " + due
                + " order by t.ID limit " + atOnce + " for update skip locked), gone as (delete from " + table
                + " where ID in (select ID from due) returning 1)";
        Part goes = part;
        return goes == null
                ? picked + " select (select count(*) from gone), 0"
                : picked + ", parts as (delete from " + goes.table() + " where " + goes.column()
                        + " in (select ID from due) returning 1)"
                        + " select (select count(*) from gone), (select count(*) from parts)";
    }
}
