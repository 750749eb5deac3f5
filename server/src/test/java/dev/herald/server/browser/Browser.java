package dev.herald.server.browser;

import dev.herald.server.TestFolder;
import dev.herald.server.program.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium of its own, with a new profile that is deleted afterwards. Confined to the test's thread. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestFolder profile;
    private final ChromeDriver driver;

    private Browser(TestFolder profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    static Browser start() {
        TestFolder profile = TestFolder.create();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Programs.path("chromium").toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1000,800",
                "--user-data-dir=" + profile.path());
        // The driver is named, so that Selenium does not go looking for one to download.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Programs.path("chromedriver").toFile())
                .usingAnyFreePort()
                .build();
        try {
            ChromeDriver driver = new ChromeDriver(service, options);
            driver.manage().timeouts().scriptTimeout(PATIENCE);
            return new Browser(profile, driver);
        } catch (RuntimeException e) {
            profile.close();
            throw e;
        }
    }

    void open(String url) {
        driver.get(url);
    }

    void openInNewTab(String url) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.get(url);
    }

    /** Closes the tab opened last and goes back to the first. */
    void closeTab() {
        driver.close();
        driver.switchTo().window(driver.getWindowHandles().iterator().next());
    }

    void reload() {
        driver.navigate().refresh();
    }

    /** Runs a function body in the page and returns what it returns, promises awaited. */
    Object run(String script, Object... arguments) {
        return driver.executeAsyncScript("""
                const given = [...arguments].slice(0, -1);
                const done = arguments[arguments.length - 1];
                (async (...args) => {%s})(...given).then(done, (error) => done('failed: ' + error));
                """.formatted(script), arguments);
    }

    /** Waits until the JavaScript expression is true in the page. */
    void await(String expression) {
        new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
                .withMessage(() -> expression + "; the page: " + text())
                .until(ready ->
                        Boolean.TRUE.equals(((ChromeDriver) ready).executeScript("return !!(" + expression + ")")));
    }

    String text() {
        return Objects.requireNonNullElse(driver.findElement(By.tagName("body")).getText(), "");
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** Fills in an input and replaces what it held. */
    void type(String css, String value) {
        WebElement input = find(css);
        input.clear();
        input.sendKeys(value);
    }

    /** Leaves the page and forgets the cookies of every site. */
    void forget() {
        driver.get("about:blank");
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    }

    void screenshot(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
        profile.close();
    }
}
