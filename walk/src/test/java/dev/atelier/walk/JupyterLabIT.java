package dev.atelier.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person's way, in a real browser: the pre-signed URL, JupyterLab, a notebook from the Launcher, a reload. */
@ExtendWith(SharedAtelier.class)
class JupyterLabIT {
    private static final double LIMIT_MILLIS = 90_000;
    private static final int LINES = 40;

    @Test
    void notebookFromTheLauncherRunsAndKeepsItsOutputOverAReload(RunningAtelier system) {
        try (Atelier atelier = system.doors();
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright.chromium().launch(options())) {
            Visit visit = Guest.arrive(atelier);
            String url = atelier.studio()
                    .post("/presigned-urls", Map.of("domainId", visit.domainId(), "userProfileName", visit.user()))
                    .path("authorizedUrl")
                    .asText();
            Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1400, 900));
            page.setDefaultTimeout(LIMIT_MILLIS);
            page.onDialog(dialog -> dialog.accept());
            try {
                walk(page, url);
            } catch (AssertionError | RuntimeException e) {
                page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "jupyterlab-failure.png")));
                throw e;
            }
        }
    }

    private static void walk(Page page, String url) {
        page.navigate(url);
        Locator card = page.locator(".jp-LauncherCard[data-category='Notebook']")
                .filter(new Locator.FilterOptions().setHasText("Data Science"))
                .first();
        assertThat(card).isVisible(visible());
        card.click();
        assertThat(page.locator(".jp-NotebookPanel .jp-Cell").first()).isVisible(visible());
        assertThat(page.locator("#jp-main-statusbar")).containsText("Python 3 (Data Science)", contains());
        assertThat(page.locator("#jp-main-statusbar")).containsText("Idle", contains());

        run(page, 0, "1+1");
        assertThat(output(page, 0)).hasText("2", text());

        run(page, 1, "import matplotlib.pyplot as plt; plt.plot([1, 3, 2]); plt.show()");
        assertThat(cell(page, 1).locator(".jp-OutputArea-output img").first()).isVisible(visible());
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "jupyterlab.png")));

        run(page, 2, "import time\nfor i in range(" + LINES + "): print('line', i, flush=True); time.sleep(0.25)");
        assertThat(output(page, 2)).containsText("line 3", contains());
        page.reload();
        page.waitForLoadState(LoadState.DOMCONTENTLOADED);

        Locator printed = output(page, 2);
        assertThat(printed).containsText("line " + (LINES - 1), contains());
        List<String> lines = printed.innerText()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        org.assertj.core.api.Assertions.assertThat(lines)
                .as("every line once, in order")
                .isEqualTo(java.util.stream.IntStream.range(0, LINES)
                        .mapToObj(i -> "line " + i)
                        .toList());
    }

    /** Types into a cell and runs it; JupyterLab then goes on to the next one, which it makes when needed. */
    private static void run(Page page, int index, String code) {
        Locator editor = cell(page, index).locator(".cm-content").first();
        editor.click();
        page.keyboard().insertText(code);
        page.keyboard().press("Shift+Enter");
    }

    private static Locator cell(Page page, int index) {
        return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell")
                .nth(index);
    }

    private static Locator output(Page page, int index) {
        return cell(page, index).locator(".jp-OutputArea-output").first();
    }

    private static BrowserType.LaunchOptions options() {
        return new BrowserType.LaunchOptions()
                .setExecutablePath(chromium())
                .setHeadless(true)
                .setArgs(List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
    }

    private static Path chromium() {
        return Stream.of(
                        System.getenv("ATELIER_CHROMIUM"),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
                .filter(Objects::nonNull)
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No Chromium: ./atelier test installs or asks for one"));
    }

    private static LocatorAssertions.IsVisibleOptions visible() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(LIMIT_MILLIS);
    }

    private static LocatorAssertions.HasTextOptions text() {
        return new LocatorAssertions.HasTextOptions().setTimeout(LIMIT_MILLIS);
    }

    private static LocatorAssertions.ContainsTextOptions contains() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(LIMIT_MILLIS);
    }
}
