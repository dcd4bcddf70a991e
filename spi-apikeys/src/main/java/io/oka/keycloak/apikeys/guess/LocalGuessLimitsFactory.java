package io.oka.keycloak.apikeys.guess;

import io.oka.keycloak.apikeys.ApiKeySnapshot;
import io.oka.keycloak.apikeys.KeyCheck;
import io.oka.keycloak.common.guess.Addresses;
import io.oka.keycloak.common.guess.WindowCounter;
import io.oka.keycloak.common.lazy.Lazy;
import io.oka.keycloak.common.option.DurationOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Counts in this node's memory. Options below {@code spi-oka-api-key-guesses--local--}: {@code limit}, how many refused
 * keys an address has through one client in a window (30); {@code window}, how long that is (PT1M); {@code events}, how
 * many of them raise an event (10), and {@code realm-events}, how many of all addresses together do (300).
 */
public final class LocalGuessLimitsFactory implements GuessLimitsFactory {

    private static final String OPTION = "spi-oka-api-key-guesses--local--";
    private static final int MOST_ADDRESSES = 50_000;
    private static final int MOST_REALMS = 10_000;

    private int limit = 30;
    private int eventLimit = 10;
    private int realmEventLimit = 300;
    private Duration window = Duration.ofMinutes(1);

    private final Lazy<Counters> counters = new Lazy<>();

    /** What is counted. */
    private record Counters(WindowCounter guesses, WindowCounter events) {}

    @Override
    public GuessLimits create(KeycloakSession session) {
        return new LocalGuessLimits(counters.get(() -> new Counters(
                WindowCounter.create(session, "oka-api-key-guesses", MOST_ADDRESSES, window),
                WindowCounter.create(session, "oka-api-key-guess-events", MOST_REALMS, window))));
    }

    @Override
    public void init(Config.Scope config) {
        limit = positive("limit", config.getInt("limit", limit));
        eventLimit = positive("events", config.getInt("events", eventLimit));
        realmEventLimit = positive("realm-events", config.getInt("realm-events", realmEventLimit));
        window = DurationOption.of(OPTION + "window", config.get("window"), window, "PT1S", "PT1H");
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return "local";
    }

    private static int positive(String option, @Nullable Integer value) {
        int given = Objects.requireNonNull(value);
        if (given < 1) {
            throw new IllegalArgumentException(OPTION + option + " must be at least 1, and is " + given);
        }
        return given;
    }

    private final class LocalGuessLimits implements GuessLimits {

        private final Counters counters;

        LocalGuessLimits(Counters counters) {
            this.counters = counters;
        }

        @Override
        public int secondsToWait(String realmId, String clientId, String address) {
            String name = name(realmId, clientId, address);
            return counters.guesses().count(name) < limit
                    ? 0
                    : counters.guesses().secondsLeft(name);
        }

        @Override
        public void refused(String realmId, String clientId, String address, KeyCheck check, EventBuilder event) {
            int ofAddress = counters.guesses().increment(name(realmId, clientId, address));
            if (ofAddress <= eventLimit && counters.events().increment(realmId) <= realmEventLimit) {
                ApiKeySnapshot key = check.key();
                event.detail("api_key_id", key == null ? null : key.id())
                        .detail("tenant_id", key == null ? null : key.tenantId())
                        .detail("last_of_window", ofAddress == eventLimit ? "true" : null)
                        .error("api_key_" + check.verdict().name().toLowerCase(Locale.ROOT));
            }
        }

        private String name(String realmId, String clientId, String address) {
            return realmId + "/" + Addresses.counted(address) + "/" + clientId;
        }
    }
}
