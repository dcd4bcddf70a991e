package io.oka.keycloak.tenants.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.oka.keycloak.common.problem.ConflictException;
import io.oka.keycloak.tenants.NewTenant;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.utils.FormMessage;

class NewTenantFormTest {

    @Test
    void spacesAroundTheEntriesAreNotMeant() {
        MultivaluedHashMap<String, String> entered = new MultivaluedHashMap<>();
        entered.add("name", " acme ");
        entered.add("displayName", "Acme\t");

        NewTenantForm form = NewTenantForm.of(entered, NewTenantForm.OWN_PAGE);

        assertThat(form.faults()).isEmpty();
        assertThat(form.toTenant()).isEqualTo(new NewTenant("acme", "Acme", Map.of(), null));
    }

    @Test
    void emptyDisplayNameIsNone() {
        assertThat(form("acme", "").toTenant().displayName()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Acme", "ac me", "acme\u0000", "<b>acme</b>"})
    void namesOutsideTheRuleAreSaidToBeSo(String name) {
        assertThat(form(name, "").faults())
                .extracting(FormMessage::getField, FormMessage::getMessage)
                .containsExactly(tuple("name", "okaTenantNameRule"));
    }

    @Test
    void displayNamesAreShortAndOfOneLine() {
        assertThat(form("acme", "x".repeat(255)).faults()).isEmpty();
        assertThat(form("acme", "x".repeat(256)).faults()).hasSize(1);
        assertThat(form("acme", "a\nb").faults()).hasSize(1);
        assertThat(form("acme", "a\u0000b").faults()).hasSize(1);
    }

    @Test
    void conflictsAreToldInWordsForPeople() {
        assertThat(form("acme", "")
                        .fault(new ConflictException("name_taken", ""))
                        .getField())
                .isEqualTo("name");
        assertThat(form("acme", "")
                        .fault(new ConflictException("tenant_limit_reached", ""))
                        .getMessage())
                .isEqualTo("okaTenantLimitReached");
        assertThat(form("acme", "")
                        .fault(new ConflictException("something_new", ""))
                        .getMessage())
                .isEqualTo("okaTenantNotCreated");
    }

    @Test
    void whatWasEnteredComesBackWithTheFaults() {
        NewTenantForm form = form("Acme", "The Acme");

        TenantStep.Create again = form.again(form.faults());

        assertThat(again.name()).isEqualTo("Acme");
        assertThat(again.displayName()).isEqualTo("The Acme");
        assertThat(again.faults()).hasSize(1);
    }

    private static NewTenantForm form(String name, String displayName) {
        return new NewTenantForm(NewTenantForm.OWN_PAGE, name, displayName);
    }
}
