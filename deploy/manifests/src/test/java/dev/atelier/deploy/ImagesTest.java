package dev.atelier.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The image build files: pinned bases, no root, and nothing copied that the build context leaves out. */
class ImagesTest {

    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");
    private static final Pattern USER = Pattern.compile("(?m)^USER (\\S+)");
    private static final Pattern COPY = Pattern.compile("(?m)^COPY (?!--from)(?:--chmod=\\d+ )?(\\S+) ");

    static List<Path> dockerfiles() throws IOException {
        List<Path> dockerfiles = new ArrayList<>();
        for (Path service : Repository.list(Repository.deploy().resolve("images"))) {
            dockerfiles.add(service.resolve("Dockerfile.jvm"));
            dockerfiles.add(service.resolve("Dockerfile.native"));
        }
        return dockerfiles;
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void buildsOnPinnedImages(Path dockerfile) throws IOException {
        assertThat(matches(FROM, dockerfile))
                .isNotEmpty()
                .allSatisfy(image -> assertThat(image).matches(".+:[\\w.-]*\\d[\\w.-]*"));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void runsAsTheUserOfTheManifests(Path dockerfile) throws IOException {
        assertThat(matches(USER, dockerfile)).containsExactly("1000:1000");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void copiesOnlyWhatTheContextHas(Path dockerfile) throws IOException {
        List<PathMatcher> allowed = Files.readAllLines(Repository.root().resolve(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> FileSystems.getDefault().getPathMatcher("glob:" + line.substring(1)))
                .toList();

        assertThat(matches(COPY, dockerfile))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(allowed).anyMatch(matcher -> matcher.matches(Path.of(source))));
    }

    private static List<String> matches(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
