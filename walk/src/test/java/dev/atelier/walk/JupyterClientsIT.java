package dev.atelier.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jupyter clients of other makers, unchanged, execute notebooks with rich output on Atelier's Jupyter surface. */
@ExtendWith(SharedAtelier.class)
class JupyterClientsIT {

    @Test
    void servicesOfJupyterLabUnderNode(RunningAtelier system) {
        try (Atelier atelier = system.doors()) {
            Visit visit = Guest.arrive(atelier);
            ClientTools tools = new ClientTools(system);

            JsonNode outcome = tools.notebook(
                    tools.services(),
                    Map.of("JUPYTER_BASE_URL", system.jupyter(visit) + "/", "JUPYTER_TOKEN", visit.token()),
                    "stream",
                    "rich",
                    "error",
                    "input",
                    "comm",
                    "completion",
                    "restart");

            assertThat(outcome.path("defaultSpec").asText()).startsWith("python3.data-science.");
            assertRanARichNotebook(outcome);
            assertThat(outcome.at("/comm/length").asInt()).isEqualTo(3);
            assertThat(outcome.at("/comm/bytes")).extracting(JsonNode::asInt).containsExactly(3, 2, 1);
        }
    }

    @Test
    void jupyterLabOfOnesOwnWithAtelierAsItsGateway(RunningAtelier system) {
        try (Atelier atelier = system.doors()) {
            Visit visit = Guest.arrive(atelier);
            ClientTools tools = new ClientTools(system);

            try (StockLab lab = StockLab.behindGateway(tools, system.jupyter(visit), visit.token())) {
                // Binary comms are left out: the gateway client of jupyter_server does not carry them, whatever the
                // gateway.
                JsonNode outcome = tools.notebook(
                        tools.services(),
                        Map.of("JUPYTER_BASE_URL", lab.url(), "JUPYTER_TOKEN", lab.token()),
                        "stream",
                        "rich",
                        "error",
                        "input",
                        "completion",
                        "restart");

                assertRanARichNotebook(outcome);
            }
        }
    }

    @Test
    void nbclientThroughTheGatewayManager(RunningAtelier system) {
        try (Atelier atelier = system.doors()) {
            Visit visit = Guest.arrive(atelier);
            ClientTools tools = new ClientTools(system);
            String gateway = atelier.studio(visit.token())
                    .post("/capabilities", Map.of("domainId", visit.domainId(), "userProfileName", visit.user()))
                    .path("url")
                    .asText();

            JsonNode notebook = tools.python(
                    tools.dataScience("python"), "nbclient_gateway.py", Map.of("JUPYTER_GATEWAY_URL", gateway));

            assertThat(notebook.at("/cells/0/outputs/0/text").toString()).contains("hello\\n");
            assertThat(notebook.at("/cells/1/outputs/0/data").path("text/html").toString())
                    .contains("<b>rich</b>");
            assertThat(notebook.at("/cells/2/outputs/0/data").path("image/png").asText())
                    .startsWith("iVBOR");
        }
    }

    @Test
    void jupyterKernelClient(RunningAtelier system) {
        try (Atelier atelier = system.doors()) {
            Visit visit = Guest.arrive(atelier);
            ClientTools tools = new ClientTools(system);

            JsonNode answers = tools.python(
                    tools.kernelClientPython().toString(),
                    "kernel_client.py",
                    Map.of("JUPYTER_BASE_URL", system.jupyter(visit), "JUPYTER_TOKEN", visit.token()));

            assertThat(answers.at("/stream/outputs/0/text").asText()).isEqualTo("hello\n");
            assertThat(answers.at("/rich/outputs/0/data").path("text/html").asText())
                    .isEqualTo("<b>rich</b>");
            assertThat(answers.at("/error/outputs/0/ename").asText()).isEqualTo("ZeroDivisionError");
        }
    }

    private static void assertRanARichNotebook(JsonNode outcome) {
        assertThat(content(outcome, "stream", "stream").path("text").asText()).isEqualTo("hello\n");
        assertThat(content(outcome, "rich", "execute_result")
                        .path("data")
                        .path("text/html")
                        .asText())
                .isEqualTo("<b>rich</b>");
        assertThat(outcome.at("/error/status").asText()).isEqualTo("error");
        assertThat(content(outcome, "error", "error").path("ename").asText()).isEqualTo("ZeroDivisionError");
        assertThat(content(outcome, "input", "execute_result")
                        .path("data")
                        .path("text/plain")
                        .asText())
                .isEqualTo("'Ada'");
        assertThat(outcome.path("completion")).extracting(JsonNode::asText).contains("import");
        assertThat(content(outcome, "restart", "execute_result")
                        .path("data")
                        .path("text/plain")
                        .asText())
                .isEqualTo("False");
        assertThat(outcome.path("running")).extracting(JsonNode::asText).containsExactly("services.ipynb");
        assertThat(outcome.path("runningAfterShutdown").asInt()).isZero();
    }

    private static JsonNode content(JsonNode outcome, String part, String messageType) {
        List<JsonNode> found = StreamSupport.stream(
                        outcome.at("/" + part + "/outputs").spliterator(), false)
                .filter(message -> message.get(0).asText().equals(messageType))
                .map(message -> message.get(1))
                .toList();
        assertThat(found).as("%s in %s", messageType, outcome.path(part)).hasSize(1);
        return found.getFirst();
    }
}
