package dev.atelier.studio.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "polars",
                "polars==1.33.1",
                "scikit-learn >= 1.5, < 2  # for the models",
                "# a comment",
                "   ",
                "uvicorn[standard, http2]~=0.30",
                "tomli==2.0.1; python_version < '3.11'",
                "a===1.0+local",
                "zope.interface!=5.0",
            })
    void takesPackagesByNameAndComments(String line) {
        assertThat(Requirements.violations("requirements", line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-r other.txt",
                "--index-url https://evil.example/simple",
                "-e .",
                "--hash=sha256:00",
                "polars --hash=sha256:00",
                "polars @ https://evil.example/polars.whl",
                "git+https://evil.example/polars",
                "https://evil.example/polars.whl",
                "./polars",
                "/tmp/polars.whl",
                "~/polars",
                "polars==${SECRET}",
                "polars \\",
                "polars # said \\",
                "polars; os.system('x') if 1 else `id`",
                "p\u00f6lars",
                "polars==",
                "polars 1.0",
            })
    void refusesEverythingElseWithTheNumberOfTheLine(String line) {
        assertThat(Requirements.violations("requirements", "pandas==2.2.3\n" + line))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field()).isEqualTo("requirements");
                    assertThat(violation.message()).startsWith("line 2: ");
                });
    }

    /** Python takes these for ends of lines, so an option behind one would count. */
    @ParameterizedTest
    @ValueSource(strings = {"\u2028", "\u2029", "\u0085", "\u000b", "\u000c", "\u001c", "\u001d", "\u001e", "\u0000"})
    void aCommentHidesNoLine(String end) {
        assertThat(Requirements.violations("requirements", "polars # fine" + end + "--index-url https://evil.example"))
                .isNotEmpty();
    }

    @Test
    void isBounded() {
        assertThat(Requirements.violations("requirements", "# " + "x".repeat(Requirements.MAX_SIZE)))
                .hasSize(1);
        assertThat(Requirements.violations("requirements", "-e .\n".repeat(1000)))
                .hasSize(10);
    }
}
