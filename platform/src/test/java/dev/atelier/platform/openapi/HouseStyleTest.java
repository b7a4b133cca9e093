package dev.atelier.platform.openapi;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.atelier.platform.support.BillingServer;
import dev.atelier.testing.PostgresResource;
import dev.atelier.testing.SecurityResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(SecurityResource.class)
@QuarkusTestResource(BillingServer.class)
class HouseStyleTest {
    @Test
    void everyOperationNamesItsErrorsAndItsToken() {
        given().accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"))
                .body("servers", nullValue())
                .body("components.securitySchemes.token.scheme", equalTo("bearer"))
                .body("security[0].keySet()", hasItem("token"))
                .body("components.schemas.Problem.properties.code.enum", hasItem("resource-not-found"))
                .body(
                        "paths['/api/v1/things'].get.responses.default.'$ref'",
                        equalTo("#/components/responses/Problem"));
    }

    @Test
    void swaggerUiIsThere() {
        given().get("/q/swagger-ui/").then().statusCode(200);
    }
}
