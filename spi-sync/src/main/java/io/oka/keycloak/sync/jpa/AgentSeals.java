package io.oka.keycloak.sync.jpa;

import io.oka.keycloak.common.secret.Sealer;
import io.oka.keycloak.common.signing.SigningSecret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An agent's secrets, sealed: each agent's for its own row, both under one version of the operator's key. */
record AgentSeals(Sealer sealer) {

    /** What it may sign with, newest first. */
    List<SigningSecret> open(SyncAgentEntity row, Instant now) {
        List<SigningSecret> secrets = new ArrayList<>();
        secrets.add(SigningSecret.of(open(row, row.secret)));
        if (row.previousSecret != null && row.previousUntil != null && row.previousUntil.isAfter(now)) {
            secrets.add(SigningSecret.of(open(row, row.previousSecret)));
        }
        return List.copyOf(secrets);
    }

    /** Begins a row's secrets. */
    void write(SyncAgentEntity row, SigningSecret secret) {
        row.keyVersion = sealer.current();
        row.secret = seal(row, secret.bytes());
    }

    /** Takes another secret and keeps the one before, for as long as that does. */
    void rotate(SyncAgentEntity row, SigningSecret secret, Instant previousUntil, Instant now) {
        renew(row);
        boolean overlaps = previousUntil.isAfter(now);
        row.previousSecret = overlaps ? row.secret : null;
        row.previousUntil = overlaps ? previousUntil : null;
        row.secret = seal(row, secret.bytes());
    }

    /** Seals both under the current version. */
    void renew(SyncAgentEntity row) {
        if (row.keyVersion == sealer.current()) {
            return;
        }
        byte[] secret = seal(row, open(row, row.secret));
        byte[] previous = row.previousSecret == null ? null : seal(row, open(row, row.previousSecret));
        // Only now, when nothing can fail any more: a row that was half renewed would never open again.
        row.keyVersion = sealer.current();
        row.secret = secret;
        row.previousSecret = previous;
    }

    /** Ends an agent's secrets: not even sealed ones are kept. */
    static void bury(SyncAgentEntity row) {
        row.secret = new byte[0];
        row.previousSecret = null;
        row.previousUntil = null;
    }

    private byte[] seal(SyncAgentEntity row, byte[] plain) {
        return sealer.seal(row.realmId, place(row), plain);
    }

    private byte[] open(SyncAgentEntity row, byte[] sealed) {
        return sealer.open(row.realmId, row.keyVersion, place(row), sealed);
    }

    private static String place(SyncAgentEntity row) {
        return "agents/" + row.id + "/secret";
    }
}
