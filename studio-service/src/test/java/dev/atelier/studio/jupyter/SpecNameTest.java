package dev.atelier.studio.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecNameTest {
    private static final Set<String> OWN = Set.of("our.tools", "python-tools");

    @ParameterizedTest
    @CsvSource({
        "python3, python3, '', ''",
        "python3.data-science, python3, data-science, ''",
        "python3.data-science.ml.t3.medium, python3, data-science, ml.t3.medium",
        "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-east-1:081325390199:image/datascience-1.0, python3, data-science, ''",
        "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:eu-west-1:470317259841:image/sagemaker-data-science-310-v1, python3, data-science, ''",
        "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-east-1:081325390199:image-version/datascience-1.0/3, python3, data-science, ''",
        "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-east-1:081325390199:image/pytorch-1.12-gpu-py38, python3, pytorch-gpu, ''",
        "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-east-1:081325390199:image/pytorch-1.12-cpu-py38, python3, pytorch-cpu, ''",
        "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-east-1:081325390199:image/python-3.6, python3, base-python, ''",
        "conda-env-x__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-east-1:123456789012:image/our-own, conda-env-x, our-own, ''",
        "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-east-1:123456789012:image/python-tools, python3, python-tools, ''",
        "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-east-1:123456789012:image-version/our.tools/3, python3, our.tools:3, ''",
        "python3.our_tools:stable.ml.m5.large, python3, our.tools:stable, ml.m5.large",
    })
    void readsOurNamesAndThoseOfStudioClassic(String name, String kernel, String image, String type) {
        assertThat(SpecName.parse(name, OWN::contains)).contains(new SpecName(kernel, image, type));
    }

    @ParameterizedTest
    @CsvSource({"''", "python3.", "python3.data-science.t3.medium", "../python3", "python3 3"})
    void refusesWhatIsNoName(String name) {
        assertThat(SpecName.parse(name, OWN::contains)).isEmpty();
    }

    @Test
    void whatIsWrittenCanBeRead() {
        SpecName name = new SpecName("python3", "data-science", "ml.g4dn.xlarge");
        assertThat(SpecName.parse(name.toString(), OWN::contains)).contains(name);
        SpecName own = new SpecName("python3", "our.tools", "ml.g4dn.xlarge");
        assertThat(own).hasToString("python3.our_tools.ml.g4dn.xlarge");
        assertThat(SpecName.parse(own.toString(), OWN::contains)).contains(own);
    }
}
