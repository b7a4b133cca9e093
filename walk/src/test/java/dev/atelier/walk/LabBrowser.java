package dev.atelier.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** JupyterLab in a real browser, signed in by a pre-signed URL as a guest with a domain of his own. */
record LabBrowser(Atelier atelier, Visit visit, BrowserContext context, Page page) {
    private static final double LIMIT_MILLIS = 90_000;

    /** Signs a new guest in and walks; when that fails, {@code target/NAME-failure.png} shows the page. */
    static void walk(RunningAtelier system, String name, Consumer<LabBrowser> walk) {
        try (Atelier atelier = system.doors();
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright.chromium().launch(options())) {
            Visit visit = Guest.arrive(atelier);
            String url = atelier.studio()
                    .post("/presigned-urls", Map.of("domainId", visit.domainId(), "userProfileName", visit.user()))
                    .path("authorizedUrl")
                    .asText();
            BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1400, 900));
            context.setDefaultTimeout(LIMIT_MILLIS);
            LabBrowser lab = new LabBrowser(atelier, visit, context, open(context, url));
            try {
                walk.accept(lab);
            } catch (AssertionError | RuntimeException e) {
                lab.picture(name + "-failure");
                throw e;
            }
        }
    }

    /** Another tab of the same browser on the same page. */
    LabBrowser secondTab() {
        return new LabBrowser(atelier, visit, context, open(context, page.url()));
    }

    private static Page open(BrowserContext context, String url) {
        Page page = context.newPage();
        page.onDialog(dialog -> dialog.accept());
        page.navigate(url);
        assertThat(page.locator("#jp-main-statusbar")).isVisible(visible());
        return page;
    }

    /** Opens a notebook from the Launcher and waits until its kernel is idle. */
    void newNotebook(String instanceType) {
        launcherCards()
                .filter(new Locator.FilterOptions().setHasText(instanceType))
                .first()
                .click();
        assertThat(page.locator(".jp-NotebookPanel .jp-Cell").first()).isVisible(visible());
        awaitIdle();
    }

    /** Opens a notebook by its address, as a link does, and waits until it is in front with its kernel. */
    void open(String directory, String notebook) {
        page.navigate(page.url().replaceFirst("/lab.*$", "/lab/tree/" + directory + "/" + notebook));
        assertThat(page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current"))
                .hasText(notebook, text());
        assertThat(page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Toolbar-kernelName"))
                .containsText("Python 3 (Data Science)", contains());
        awaitIdle();
    }

    Locator launcherCards() {
        return page.locator(".jp-LauncherCard[data-category='Notebook']");
    }

    void awaitIdle() {
        assertThat(statusBar()).containsText("Idle", contains());
    }

    Locator statusBar() {
        return page.locator("#jp-main-statusbar");
    }

    /** Types into a cell and runs it; JupyterLab then goes on to the next one, which it makes when needed. */
    void run(int index, String code) {
        cell(index).locator(".cm-content").first().click();
        page.keyboard().insertText(code);
        page.keyboard().press("Shift+Enter");
    }

    Locator cell(int index) {
        return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell")
                .nth(index);
    }

    Locator output(int index) {
        return cell(index).locator(".jp-OutputArea-output").first();
    }

    /** An entry of the menu bar, like {@code menu("Kernel", "Change Kernel…")}. */
    void menu(String menu, String entry) {
        page.locator(".lm-MenuBar-item")
                .filter(new Locator.FilterOptions().setHasText(menu))
                .first()
                .click();
        page.locator(".lm-Menu-item")
                .filter(new Locator.FilterOptions().setHasText(entry))
                .first()
                .click();
    }

    void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", name + ".png")));
    }

    static LocatorAssertions.IsVisibleOptions visible() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(LIMIT_MILLIS);
    }

    static LocatorAssertions.HasTextOptions text() {
        return new LocatorAssertions.HasTextOptions().setTimeout(LIMIT_MILLIS);
    }

    static LocatorAssertions.ContainsTextOptions contains() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(LIMIT_MILLIS);
    }

    static LocatorAssertions.HasCountOptions count() {
        return new LocatorAssertions.HasCountOptions().setTimeout(LIMIT_MILLIS);
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

    @Override
    public String toString() {
        return "LabBrowser[" + visit + "]";
    }
}
