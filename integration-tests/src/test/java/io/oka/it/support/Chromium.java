package io.oka.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A headless Chromium that is on this machine already, with its driver: named by the system properties {@code
 * oka.chromium} and {@code oka.chromedriver}, or else found on the path. Nothing is ever downloaded for it. Its pictures
 * are left in {@code target/screenshots}.
 */
public final class Chromium implements AutoCloseable {

    private static final Path PICTURES = Path.of(System.getProperty("oka.work"), "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final List<String> DRIVERS = List.of("chromedriver", "chromium.chromedriver");

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    /** For {@link NeedsChromium}. */
    public static boolean isFound() {
        return browser() != null && chromedriver() != null;
    }

    /** With a profile of its own, in this empty folder. */
    public static Chromium start(Path profile) {
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Objects.requireNonNull(chromedriver()).toFile())
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Objects.requireNonNull(browser()).toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--lang=en",
                "--user-data-dir=" + profile);
        Chromium chromium = new Chromium(new ChromeDriver(service, options));
        chromium.sizeOfADesk();
        return chromium;
    }

    public WebDriver driver() {
        return driver;
    }

    /** Waits for an element that can be seen. */
    public WebElement await(String selector) {
        return await(page -> page.findElements(By.cssSelector(selector)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
    }

    public <T> T await(Function<WebDriver, @Nullable T> condition) {
        // What the person would see then says more than that it took too long.
        return Objects.requireNonNull(new WebDriverWait(driver, PATIENCE)
                // The page was made anew between finding something and looking at it.
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> driver.getCurrentUrl() + ": "
                        + driver.findElement(By.tagName("body")).getText())
                .until(condition::apply));
    }

    /** What the keyboard goes to now. */
    public WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Fills in the login page and sends it; where no username is given, the page has it already. */
    public void signIn(@Nullable String username, String password) {
        WebElement name = await("#username");
        if (username != null) {
            name.clear();
            name.sendKeys(username);
        }
        await("#password").sendKeys(password, Keys.ENTER);
    }

    /**
     * Leaves pictures of the page as people see it: on a desk by day and by night, and on a phone, where nothing may stick
     * out.
     */
    public void takePictures(String name) {
        for (String scheme : List.of("light", "dark")) {
            colours(scheme);
            takePicture(name + "-" + scheme);
        }
        colours("light");
        size(390, 844, 2);
        assertThat(scrollsSideways()).as("sticks out of a phone").isFalse();
        takePicture(name + "-phone");
        sizeOfADesk();
    }

    public void takePicture(String name) {
        try {
            Files.write(
                    Files.createDirectories(PICTURES).resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sizeOfADesk() {
        size(800, 640, 1);
    }

    /** Of the window's inside, in CSS pixels. */
    public void size(int width, int height, double scale) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", width < 600));
    }

    /** What the person prefers: light or dark. */
    private void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Whether something sticks out to the right. */
    private boolean scrollsSideways() {
        return Boolean.TRUE.equals(driver.executeScript(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static @Nullable Path browser() {
        return find("oka.chromium", BROWSERS);
    }

    private static @Nullable Path chromedriver() {
        return find("oka.chromedriver", DRIVERS);
    }

    private static @Nullable Path find(String property, List<String> names) {
        String named = System.getProperty(property);
        Stream<Path> candidates = named != null
                ? Stream.of(Path.of(named))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)));
        return candidates.filter(Files::isExecutable).findFirst().orElse(null);
    }
}
