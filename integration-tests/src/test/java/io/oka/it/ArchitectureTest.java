package io.oka.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The floors of the house: who may know whom. Rules for floors that are not built yet wait for them. */
final class ArchitectureTest {

    private static final String OKA = "io.oka.keycloak.";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("io.oka.keycloak");

    /** Each floor with all those that it stands on. */
    private static final List<Floor> FLOORS = List.of(
            new Floor("common", List.of()),
            new Floor("tenants", List.of("common")),
            new Floor("apikeys", List.of("tenants", "common")),
            new Floor("entitlements", List.of("apikeys", "tenants", "common")),
            new Floor("sync", List.of("entitlements", "apikeys", "tenants", "common")),
            new Floor("webhooks", List.of("tenants", "common")));

    private record Floor(String name, List<String> below) {

        String everything() {
            return OKA + name + "..";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Floor> floors() {
        return FLOORS;
    }

    private static List<Floor> upperFloors() {
        return FLOORS.subList(1, FLOORS.size());
    }

    @Test
    void whatIsBuiltIsLookedAt() {
        assertThat(CLASSES.stream().map(type -> type.getPackageName()))
                .contains(
                        OKA + "common.http",
                        OKA + "tenants",
                        OKA + "tenants.jpa",
                        OKA + "tenants.rest",
                        OKA + "apikeys",
                        OKA + "apikeys.jpa",
                        OKA + "apikeys.rest")
                .contains(OKA + "entitlements", OKA + "entitlements.jpa", OKA + "entitlements.rest")
                .contains(OKA + "entitlements.decision", OKA + "entitlements.flag", OKA + "entitlements.quota")
                .contains(OKA + "webhooks", OKA + "webhooks.jpa", OKA + "webhooks.rest")
                .contains(OKA + "webhooks.catalogue", OKA + "webhooks.message", OKA + "common.signing")
                .contains(OKA + "sync", OKA + "sync.jpa", OKA + "sync.rest");
    }

    @ParameterizedTest
    @MethodSource("floors")
    void floorKnowsOnlyThoseBelow(Floor floor) {
        String[] strangers = FLOORS.stream()
                .filter(other -> other != floor && !floor.below().contains(other.name()))
                .map(Floor::everything)
                .toArray(String[]::new);

        check(noClasses()
                .that()
                .resideInAPackage(floor.everything())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(strangers));
    }

    @ParameterizedTest
    @MethodSource("upperFloors")
    void floorKnowsNothingOfHowThoseBelowStore(Floor floor) {
        String[] storage = floor.below().stream()
                .filter(name -> !name.equals("common"))
                .map(name -> OKA + name + ".jpa..")
                .toArray(String[]::new);

        check(noClasses()
                .that()
                .resideInAPackage(floor.everything())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(storage));
    }

    /** What other floors program against must stand without how it is stored and served. */
    @ParameterizedTest
    @MethodSource("upperFloors")
    void spiKnowsNeitherStorageNorEndpoints(Floor floor) {
        check(noClasses()
                .that()
                .resideInAPackage(OKA + floor.name())
                .should()
                .dependOnClassesThat(
                        resideInAPackage(OKA + floor.name() + "..").and(not(resideInAPackage(OKA + floor.name())))));
    }

    @ParameterizedTest
    @MethodSource("upperFloors")
    void endpointsAskProvidersAndNotTheDatabase(Floor floor) {
        check(noClasses()
                .that()
                .resideInAPackage(OKA + floor.name() + ".rest..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "jakarta.persistence..",
                        "org.hibernate..",
                        "java.sql..",
                        "org.keycloak.connections.jpa..",
                        OKA + floor.name() + ".jpa..")));
    }

    @ParameterizedTest
    @MethodSource("upperFloors")
    void storageKnowsNoEndpoint(Floor floor) {
        check(noClasses()
                .that()
                .resideInAPackage(OKA + floor.name() + ".jpa..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", OKA + floor.name() + ".rest.."));
    }

    @ParameterizedTest
    @MethodSource("floors")
    void packagesOfAFloorFormNoCircle(Floor floor) {
        check(slices().matching(OKA + floor.name() + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void timeComesFromTheClockThatTestsMove() {
        check(noClasses().should().callMethod(System.class, "currentTimeMillis"));
        // How long a request to elsewhere took is no time of day: a clock that is moved would lie about it.
        check(noClasses()
                .that()
                .resideOutsideOfPackage(OKA + "common.outgoing..")
                .should()
                .callMethod(System.class, "nanoTime"));
        check(noClasses()
                .should()
                .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                                com.tngtech.archunit.core.domain.properties.HasName.Predicates.name("now"))
                        .and(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                                com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                        resideInAPackage("java.time.."))))));
        check(noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.util.Date"));
        check(noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.util.Calendar"));
    }

    @Test
    void logLinesGoThroughTheServersLogger() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
        check(noClasses().should().accessField(System.class, "out"));
        check(noClasses().should().accessField(System.class, "err"));
    }

    @Test
    void entitiesStayWithTheirStorage() {
        check(classes()
                .that()
                .areAnnotatedWith("jakarta.persistence.Entity")
                .and()
                .resideOutsideOfPackage(OKA + "common..")
                .should()
                .resideInAPackage("..jpa.."));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }
}
