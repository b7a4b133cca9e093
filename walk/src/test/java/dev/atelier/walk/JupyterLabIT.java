package dev.atelier.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.atelier.walk.LabBrowser.contains;
import static dev.atelier.walk.LabBrowser.count;
import static dev.atelier.walk.LabBrowser.text;
import static dev.atelier.walk.LabBrowser.visible;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.MouseButton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A person's way through JupyterLab, in a real browser. */
@ExtendWith(SharedAtelier.class)
class JupyterLabIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int LINES = 40;

    @Test
    void notebookFromTheLauncherKeepsItsOutputOverAReloadAndInASecondTab(RunningAtelier system) {
        LabBrowser.walk(system, "jupyterlab", lab -> {
            assertThat(lab.launcherCards().filter(hasText("ml.t3.medium"))).containsText("$0.05/h");
            assertThat(lab.launcherCards().filter(hasText("ml.c5.large"))).containsText("$0.102/h");
            assertThat(lab.launcherCards().filter(hasText("ml.g4dn.xlarge"))).containsText("$0.7364/h");
            lab.picture("jupyterlab-launcher");
            lab.newNotebook("ml.t3.medium");
            assertThat(lab.statusBar()).containsText("Python 3 (Data Science)", contains());

            lab.run(0, "1+1");
            assertThat(lab.output(0)).hasText("2", text());
            lab.run(1, "import matplotlib.pyplot as plt; plt.plot([1, 3, 2]); plt.show()");
            assertThat(lab.cell(1).locator(".jp-OutputArea-output img").first()).isVisible(visible());
            lab.picture("jupyterlab");
            lab.run(2, "import time\nfor i in range(" + LINES + "): print('line', i, flush=True); time.sleep(0.25)");
            assertThat(lab.output(2)).containsText("line 3", contains());
            lab.page().reload();
            lab.page().waitForLoadState(LoadState.DOMCONTENTLOADED);

            assertEveryLineOnce(lab);
            LabBrowser second = lab.secondTab();
            assertEveryLineOnce(second);
            second.run(3, "x = 6 * 7");
            lab.run(3, "x");
            assertThat(lab.output(3)).hasText("42", text());

            lab.open("examples", "1-autopilot-by-code.ipynb");
            assertThat(lab.page().locator(".jp-Dialog")).hasCount(0);
            lab.picture("jupyterlab-example");
        });
    }

    @Test
    void kernelIsSwitchedFromTheMenuAndAKilledOneShowsWhy(RunningAtelier system) {
        LabBrowser.walk(system, "jupyterlab-kernel", lab -> {
            lab.newNotebook("ml.t3.medium");
            lab.run(0, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)");
            assertThat(lab.output(0)).containsText("KernelDied", contains());
            assertThat(lab.output(0)).containsText("SIGKILL", contains());
            lab.picture("jupyterlab-killed");
            dismissDialogs(lab);

            lab.menu("Kernel", "Change Kernel");
            Locator dialog = lab.page().locator(".jp-Dialog");
            String choice = dialog.locator("select option")
                    .filter(hasText("ml.c5.large"))
                    .first()
                    .innerText();
            dialog.locator("select").selectOption(new com.microsoft.playwright.options.SelectOption().setLabel(choice));
            dialog.locator(".jp-mod-accept").last().click();

            assertThat(lab.page().locator(".jp-NotebookPanel-toolbar")).containsText("ml.c5.large", contains());
            lab.run(1, "6*7");
            assertThat(lab.output(1)).hasText("42", text());
            await().atMost(LIMIT).until(() -> kernelTypes(lab).equals(List.of("ml.c5.large")));
        });
    }

    @Test
    void widgetsAnswerTheMouse(RunningAtelier system) {
        LabBrowser.walk(system, "jupyterlab-widget", lab -> {
            lab.newNotebook("ml.t3.medium");
            lab.run(0, "import ipywidgets as w\ns = w.IntSlider(value=7, min=0, max=100)\ns");
            Locator handle = lab.output(0).locator(".noUi-handle");
            assertThat(handle).isVisible(visible());
            handle.focus();
            for (int step = 0; step < 5; step++) {
                lab.page().keyboard().press("ArrowRight");
            }

            lab.run(1, "s.value");

            assertThat(lab.output(1)).hasText("12", text());
            lab.picture("jupyterlab-widget");
        });
    }

    @Test
    void terminalClonesFilesGoUpAndDownAndTheRunningPanelShutsDown(RunningAtelier system, @TempDir Path elsewhere) {
        String repository = repository(elsewhere);
        LabBrowser.walk(system, "jupyterlab-tools", lab -> {
            lab.newNotebook("ml.t3.medium");
            lab.menu("File", "New Launcher");
            lab.page()
                    .locator(".jp-LauncherCard[title*='terminal'], .jp-LauncherCard:has-text('Terminal')")
                    .first()
                    .click();
            Locator terminal = lab.page().locator(".jp-Terminal .xterm-screen");
            assertThat(terminal).isVisible(visible());
            terminal.click();
            lab.page().keyboard().type("git clone " + repository + " cloned\n");
            await().atMost(LIMIT)
                    .until(() -> lab.atelier().studio().status(lab.visit().profile() + "/home/files/cloned/README.md")
                            == 200);

            FileChooser chooser = lab.page()
                    .waitForFileChooser(() -> lab.page()
                            .locator(
                                    "[data-command='filebrowser:upload'], jp-button[title='Upload Files'], .jp-ToolbarButtonComponent[title*='Upload']")
                            .first()
                            .click());
            chooser.setFiles(new FilePayload("numbers.csv", "text/csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8)));
            Locator uploaded = lab.page().locator(".jp-DirListing-item").filter(hasText("numbers.csv"));
            assertThat(uploaded).isVisible(visible());
            uploaded.click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
            Download download = lab.page()
                    .waitForDownload(() -> lab.page()
                            .locator(".lm-Menu-item[data-command='filebrowser:download']")
                            .click());
            Assertions.assertThat(download.path()).hasContent("a,b\n1,2\n");

            lab.page().locator("[data-id='jp-running-sessions']").click();
            Locator running = lab.page().locator("#jp-running-sessions");
            assertThat(running).containsText("Untitled.ipynb", contains());
            assertThat(running).containsText("terminals/1", contains());
            lab.picture("jupyterlab-running");
            shutDownAll(lab, running, "Kernels");
            shutDownAll(lab, running, "Terminals");
            await().atMost(LIMIT).until(() -> kernelTypes(lab).isEmpty());
            assertThat(running.getByText("terminals/1")).hasCount(0, count());
        });
    }

    private static void shutDownAll(LabBrowser lab, Locator running, String section) {
        running.locator(".lm-AccordionPanel-title")
                .filter(hasText(section))
                .locator(".jp-RunningSessions-shutdownAll")
                .click();
        lab.page().locator(".jp-Dialog .jp-mod-accept").click();
    }

    private static void dismissDialogs(LabBrowser lab) {
        Locator buttons = lab.page().locator(".jp-Dialog .jp-mod-accept");
        while (buttons.count() > 0) {
            buttons.first().click();
        }
    }

    private static void assertEveryLineOnce(LabBrowser lab) {
        Locator printed = lab.output(2);
        assertThat(printed).containsText("line " + (LINES - 1), contains());
        List<String> lines = printed.innerText()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        Assertions.assertThat(lines)
                .as("every line once, in order")
                .isEqualTo(IntStream.range(0, LINES).mapToObj(i -> "line " + i).toList());
    }

    private static List<String> kernelTypes(LabBrowser lab) {
        return items(lab.atelier().studio().get("/kernels?" + lab.visit().mine())).stream()
                .filter(kernel -> !kernel.path("executionState").asText().equals("dead"))
                .map(kernel -> kernel.path("instanceType").asText())
                .toList();
    }

    private static List<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false).toList();
    }

    private static Locator.FilterOptions hasText(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static String repository(Path elsewhere) {
        try {
            Files.writeString(elsewhere.resolve("README.md"), "# Cloned\n");
            for (String command : List.of(
                    "init --quiet",
                    "add README.md",
                    "-c user.name=Guest -c user.email=guest@example.org commit --quiet -m First")) {
                Process git = new ProcessBuilder(("git " + command).split(" "))
                        .directory(elsewhere.toFile())
                        .redirectErrorStream(true)
                        .start();
                String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                Assertions.assertThat(git.waitFor()).as(output).isZero();
            }
            return elsewhere.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
