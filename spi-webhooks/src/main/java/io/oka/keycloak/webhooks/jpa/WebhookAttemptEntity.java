package io.oka.keycloak.webhooks.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An attempt's row, to be read. */
@Entity
@Immutable
@IdClass(WebhookAttemptEntity.Key.class)
@Table(name = "OKA_WEBHOOK_ATTEMPT")
class WebhookAttemptEntity {

    @Id
    @Column(name = "DELIVERY_ID", length = 36)
    String deliveryId = "";

    @Id
    @Column(name = "NUMBER")
    int number;

    @Column(name = "STARTED_AT", nullable = false)
    Instant startedAt = Instant.EPOCH;

    @Column(name = "STATUS")
    @Nullable
    Integer status;

    @Column(name = "LATENCY_MS", nullable = false)
    int latencyMillis;

    @Column(name = "ERROR", length = 64)
    @Nullable
    String error;

    @Column(name = "ANSWER")
    byte @Nullable [] answer;

    static class Key implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        String deliveryId = "";
        int number;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.deliveryId.equals(deliveryId) && key.number == number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(deliveryId, number);
        }
    }
}
