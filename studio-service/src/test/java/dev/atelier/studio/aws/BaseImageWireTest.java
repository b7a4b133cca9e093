package dev.atelier.studio.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.platform.aws.AwsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseImageWireTest {
    @Test
    void isAShippedImageOrADataUriWithARequirementsFile() {
        assertThat(BaseImageWire.read("base-python")).isEqualTo(new BaseImageWire("base-python", ""));
        assertThat(BaseImageWire.read("data:,cowsay%3D%3D6.1%0Apolars"))
                .isEqualTo(new BaseImageWire("", "cowsay==6.1\npolars"));
        assertThat(BaseImageWire.read("data:text/plain;image=base-python;base64,Y293c2F5PT02LjE="))
                .isEqualTo(new BaseImageWire("base-python", "cowsay==6.1"));
        assertThat(BaseImageWire.read("data:text/plain;charset=utf-8,a+b")).isEqualTo(new BaseImageWire("", "a+b"));
    }

    @Test
    void isToldAsItCanBeRead() {
        for (String requirements : new String[] {"", "cowsay==6.1", "# für alle\npolars\n"}) {
            BaseImageWire base = new BaseImageWire("data-science", requirements);
            assertThat(BaseImageWire.read(base.write())).isEqualTo(base);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789012.dkr.ecr.eu-west-1.amazonaws.com/tools:1",
                "python:3.12",
                "data:application/json,{}",
                "data:text/plain;base64",
                "data:text/plain,%zz",
                "",
            })
    void refusesContainerImages(String baseImage) {
        assertThatThrownBy(() -> BaseImageWire.read(baseImage))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("baseImage");
    }
}
