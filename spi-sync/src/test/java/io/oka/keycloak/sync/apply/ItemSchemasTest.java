package io.oka.keycloak.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.oka.keycloak.common.http.Json;
import io.oka.keycloak.sync.JobType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Items are written in the tables with single quotes for double ones. */
final class ItemSchemasTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    tenant.upsert       | {}
                    tenant.upsert       | {'name': 'acme-1', 'displayName': 'Acme', 'attributes': {'a': ['1', '2'], 'b': '3'}}
                    tenant.upsert       | {'displayName': null, 'quotaLimit': null}
                    tenant.upsert       | {'quotaLimit': 0, 'suspended': true, 'deleted': false, 'ownerUsername': 'alice'}
                    tenant.upsert       | {'quotaLimit': 9223372036854775807, 'ownerEmail': 'alice@example.org'}
                    subscription.upsert | {'plan': 'P-100'}
                    subscription.upsert | {'tier': 'pro', 'status': 'past_due', 'graceUntil': '2026-12-01T00:00:00Z'}
                    subscription.upsert | {'tier': 'pro', 'currentPeriodEnd': '2026-12-01T00:00:00+01:00', 'cancelAtPeriodEnd': true}
                    subscription.cancel | {}
                    subscription.cancel | {'atPeriodEnd': true}
                    usage.import        | {'service': 'documents', 'quantity': 1, 'idempotencyKey': 'a'}
                    usage.import        | {'serviceCode': 'S 1', 'action': 'convert', 'quantity': 1000000000000, 'idempotencyKey': 'a', 'at': '2026-11-01T00:00:00Z'}
                    """)
    void whatIsKnownAndInRangeWillDo(String type, String data) {
        assertThat(ItemSchemas.check(JobType.ofWireName(type), json(data))).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    tenant.upsert       | {'nme': 'acme'}                      | nme: is not known here
                    tenant.upsert       | {'name': 1}                          | name: is not of the right type
                    tenant.upsert       | {'name': null}                       | name: must not be null: leave it out
                    tenant.upsert       | {'name': 'Acme'}                     | name: must be 2 to 63 of a-z, 0-9 and -
                    tenant.upsert       | {'name': 'a'}                        | name: must be 2 to 63 of a-z, 0-9 and -
                    tenant.upsert       | {'displayName': ' '}                 | displayName: must not be blank, and at most 255 characters
                    tenant.upsert       | {'displayName': true}                | displayName: is not of the right type
                    tenant.upsert       | {'attributes': []}                   | attributes: is not of the right type
                    tenant.upsert       | {'attributes': {'a': 1}}             | attributes.a: is not of the right type
                    tenant.upsert       | {'attributes': {'a': [null]}}        | attributes: must be lists of texts
                    tenant.upsert       | {'attributes': null}                 | attributes: must not be null: leave it out
                    tenant.upsert       | {'quotaLimit': -1}                   | quotaLimit: must not be negative
                    tenant.upsert       | {'quotaLimit': '5'}                  | quotaLimit: is not of the right type
                    tenant.upsert       | {'quotaLimit': 1.5}                  | quotaLimit: is not of the right type
                    tenant.upsert       | {'quotaLimit': 1e300}                | quotaLimit: is not of the right type
                    tenant.upsert       | {'quotaLimit': 9223372036854775808}  | quotaLimit: is not of the right type
                    tenant.upsert       | {'suspended': 'true'}                | suspended: is not of the right type
                    tenant.upsert       | {'suspended': null}                  | suspended: must not be null: leave it out
                    tenant.upsert       | {'deleted': 1}                       | deleted: is not of the right type
                    tenant.upsert       | {'deleted': null}                    | deleted: must not be null: leave it out
                    tenant.upsert       | {'ownerUsername': ''}                | ownerUsername: must be 1 to 255 characters, none of them a control character
                    tenant.upsert       | {'ownerEmail': 'nobody'}             | ownerEmail: must be an e-mail address of at most 254 characters
                    tenant.upsert       | {'ownerEmail': 'a@b.c', 'ownerUsername': 'a'} | ownerEmail: give ownerUsername or ownerEmail, not both
                    tenant.upsert       | {'id': 'x'}                          | id: is not known here
                    subscription.upsert | {}                                   | plan: give one of plan and tier
                    subscription.upsert | {'plan': 'p', 'tier': 'pro'}         | plan: give one of plan and tier
                    subscription.upsert | {'plan': ''}                         | plan: must be 1 to 255 characters, none of them a control character
                    subscription.upsert | {'plan': 1}                          | plan: is not of the right type
                    subscription.upsert | {'tier': 'a b'}                      | tier: must be 1 to 100 of A-Z, a-z, 0-9, dot, underscore and hyphen
                    subscription.upsert | {'tier': null, 'plan': 'p'}          | tier: must not be null: leave it out
                    subscription.upsert | {'tier': 'pro', 'status': 'trial'}   | status: is not of the right type
                    subscription.upsert | {'tier': 'pro', 'status': 'ACTIVE'}  | status: is not of the right type
                    subscription.upsert | {'tier': 'pro', 'status': 0}         | status: is not of the right type
                    subscription.upsert | {'tier': 'pro', 'status': null}      | status: must not be null: leave it out
                    subscription.upsert | {'tier': 'pro', 'currentPeriodEnd': 'tomorrow'}   | currentPeriodEnd: is not of the right type
                    subscription.upsert | {'tier': 'pro', 'currentPeriodEnd': 1764547200}   | currentPeriodEnd: must be a time of RFC 3339
                    subscription.upsert | {'tier': 'pro', 'currentPeriodEnd': '+10000-01-01T00:00:00Z'} | currentPeriodEnd: is out of range
                    subscription.upsert | {'tier': 'pro', 'graceUntil': 1}                  | graceUntil: must be a time of RFC 3339
                    subscription.upsert | {'tier': 'pro', 'graceUntil': '-0001-01-01T00:00:00Z'} | graceUntil: is out of range
                    subscription.upsert | {'tier': 'pro', 'cancelAtPeriodEnd': 'no'}        | cancelAtPeriodEnd: is not of the right type
                    subscription.upsert | {'tier': 'pro', 'items': []}         | items: is not known here
                    subscription.cancel | {'atPeriodEnd': 'yes'}               | atPeriodEnd: is not of the right type
                    subscription.cancel | {'atPeriodEnd': null}                | atPeriodEnd: must not be null: leave it out
                    subscription.cancel | {'reason': 'x'}                      | reason: is not known here
                    usage.import        | {'service': 'd', 'quantity': 1}      | idempotencyKey: must be 1 to 255 characters, none of them a control character
                    usage.import        | {'service': 'd', 'idempotencyKey': 'a'} | quantity: must be 1 to 1000000000000
                    usage.import        | {'quantity': 1, 'idempotencyKey': 'a'} | service: give one of service and serviceCode
                    usage.import        | {'service': 'd', 'serviceCode': 's', 'quantity': 1, 'idempotencyKey': 'a'} | service: give one of service and serviceCode
                    usage.import        | {'service': 'a/b', 'quantity': 1, 'idempotencyKey': 'a'} | service: must be 1 to 100 of A-Z, a-z, 0-9, dot, underscore and hyphen
                    usage.import        | {'serviceCode': '', 'quantity': 1, 'idempotencyKey': 'a'} | serviceCode: must be 1 to 255 characters, none of them a control character
                    usage.import        | {'service': 'd', 'quantity': 0, 'idempotencyKey': 'a'} | quantity: must be 1 to 1000000000000
                    usage.import        | {'service': 'd', 'quantity': -5, 'idempotencyKey': 'a'} | quantity: must be 1 to 1000000000000
                    usage.import        | {'service': 'd', 'quantity': 1000000000001, 'idempotencyKey': 'a'} | quantity: must be 1 to 1000000000000
                    usage.import        | {'service': 'd', 'quantity': '1', 'idempotencyKey': 'a'} | quantity: is not of the right type
                    usage.import        | {'service': 'd', 'quantity': 1, 'idempotencyKey': 7} | idempotencyKey: is not of the right type
                    usage.import        | {'service': 'd', 'quantity': 1, 'idempotencyKey': 'a', 'action': ''} | action: must be 1 to 100 characters, none of them a control character
                    usage.import        | {'service': 'd', 'quantity': 1, 'idempotencyKey': 'a', 'at': 5} | at: must be a time of RFC 3339
                    usage.import        | {'service': 'd', 'quantity': 1, 'idempotencyKey': 'a', 'at': 'now'} | at: is not of the right type
                    usage.import        | {'service': 'd', 'quantity': 1, 'idempotencyKey': 'a', 'enforce': true} | enforce: is not known here
                    """)
    void whatIsWrongIsSaidWithTheMembersName(String type, String data, String complaint) {
        assertThat(ItemSchemas.check(JobType.ofWireName(type), json(data))).isEqualTo(complaint);
    }

    @ParameterizedTest
    @EnumSource(JobType.class)
    void dataIsNeededAndIsAnObject(JobType type) {
        assertThat(ItemSchemas.check(type, null)).startsWith("data: ");
        assertThat(ItemSchemas.check(type, json("null"))).startsWith("data: ");
        assertThat(ItemSchemas.check(type, json("[]"))).startsWith("data: ");
        assertThat(ItemSchemas.check(type, json("'text'"))).startsWith("data: ");
    }

    @Test
    void whatTheDatabaseCannotHoldIsRefused() {
        assertThat(ItemSchemas.check(JobType.TENANT_UPSERT, json("{'displayName': 'a\\u0000b'}")))
                .isEqualTo("displayName: must not hold U+0000");
        assertThat(ItemSchemas.check(JobType.TENANT_UPSERT, json("{'displayName': 'a\\ud800'}")))
                .startsWith("displayName: must not hold half");
        assertThat(ItemSchemas.check(JobType.SUBSCRIPTION_UPSERT, json("{'plan': 'a\\nb'}")))
                .startsWith("plan: must be 1 to 255");
    }

    @Test
    void severalFaultsAreToldTogetherAndNotWithoutEnd() {
        String all = ItemSchemas.check(JobType.TENANT_UPSERT, json("{'name': 'A', 'quotaLimit': -1}"));
        String unknown = ItemSchemas.check(JobType.TENANT_UPSERT, json("{'" + "x".repeat(5_000) + "': 1}"));

        assertThat(all).isEqualTo("name: must be 2 to 63 of a-z, 0-9 and -; quotaLimit: must not be negative");
        assertThat(unknown).hasSizeLessThanOrEqualTo(500);
    }

    private static JsonNode json(String data) {
        try {
            return Json.MAPPER.readTree(data.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
