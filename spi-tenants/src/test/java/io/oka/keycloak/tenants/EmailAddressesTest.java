package io.oka.keycloak.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmailAddressesTest {

    @ParameterizedTest
    @CsvSource({
        "Erin@Example.COM, erin@example.com",
        "'  erin@example.com ', erin@example.com",
        "erin+tag@example.com, erin+tag@example.com",
        "erin@b\u00fccher.example, erin@b\u00fccher.example"
    })
    void addressIsKeptAsKeycloakKeepsIt(String given, String kept) {
        assertThat(EmailAddresses.normalize(given)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "erin",
                "@example.com",
                "erin@",
                "erin@example.com.",
                "erin@example.com\n",
                "erin@example.com\r\nBcc: dave@example.com",
                "\u0000erin@example.com",
                "erin\u0085@example.com",
                "erin@example.com,dave@example.com",
                "Erin <erin@example.com>"
            })
    void whatIsNoAddressOrMoreThanOneIsNot(String given) {
        assertThat(EmailAddresses.normalize(given)).isNull();
    }

    @Test
    void lengthIsWhatMailServersTake() {
        String domain = "b".repeat(60) + "." + "c".repeat(60) + "." + "d".repeat(60);

        assertThat(EmailAddresses.normalize("a".repeat(64) + "@" + domain)).isNotNull();
        assertThat(EmailAddresses.normalize("a".repeat(65) + "@" + domain)).isNull();
        assertThat(EmailAddresses.normalize("a".repeat(64) + "@" + domain + ".eeeeee"))
                .isNotNull();
        assertThat(EmailAddresses.normalize("a".repeat(64) + "@" + domain + ".eeeeeeee"))
                .isNull();
    }

    @Test
    void noneIsNone() {
        assertThat(EmailAddresses.normalize(null)).isNull();
    }
}
