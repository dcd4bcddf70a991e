package io.oka.keycloak.sync.rest;

/** How an agent hashes a page of a snapshot: told wherever its author may look. */
final class SnapshotRecipe {

    static final String TEXT =
            "\n\n**A page.** `{\"type\": \"reconcile.snapshot\", \"snapshot\": {\"reconciliationId\":"
                    + " …, \"entity\": \"tenant\", \"page\": 0, \"upTo\": \"C-2\", \"count\": 2, \"sha256\": …}, \"items\":"
                    + " […]}` covers the codes behind `after` (absent on page 0) up to `upTo` (absent on the entity's last page),"
                    + " in the order of their bytes in UTF-8. Pages of an entity are counted from 0, meet without gap or overlap,"
                    + " and hold at most 1000 entries. What is deleted, and a subscription that is cancelled, is left out. The"
                    + " item's result is `matched`, `compared`, or `items_wanted`: then the same page is sent again with its"
                    + " items `[{\"externalCode\", \"version\", \"data\"}]`, whose data are as for `tenant.upsert` or"
                    + " `subscription.upsert`. The reconciliation ends with the last page of the last entity that was matched or"
                    + " compared. Without `reconciliationId` a page belongs to the open reconciliation; page 0 opens one if there"
                    + " is none. An agent that begins anew sends from page 0 on, and waits for each page's result.\n\n"
                    + "**Its hash.** For each entry, in that order, one line: the canonical JSON (RFC 8785) of"
                    + " `[externalCode, {field: value, …}]` with the compared fields only, then a line feed (U+000A). `sha256` is"
                    + " the SHA-256 of all lines in UTF-8, in lower-case hexadecimal; of no entries, that of nothing. Members"
                    + " that are null or not said are left out, but `suspended` and `cancelAtPeriodEnd` are `false` then, and"
                    + " `status` is `active`. `plan` is the other system's code of the plan, or `tier:` and our tier where that"
                    + " is mapped to none; `currentPeriodEnd` is in UTC, cut to whole seconds: `2026-12-01T00:00:00Z`. Example"
                    + " for `displayName` and `suspended`:\n\n```\n"
                    + "[\"C-1\",{\"displayName\":\"Acme\",\"suspended\":false}]\n"
                    + "[\"C-2\",{\"displayName\":\"Günther \\\"G\\\" KG\",\"suspended\":true}]\n"
                    + "```\n\nis `37741f4011e0869093aaf54f8009f53a7c386b23955dca687950cc148080bd2e`.";

    private SnapshotRecipe() {}
}
