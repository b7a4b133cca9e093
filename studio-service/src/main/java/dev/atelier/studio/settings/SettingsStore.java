package dev.atelier.studio.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;

/** Settings and quotas as the text of jsonb columns; bind it with {@code ?::jsonb}. */
@ApplicationScoped
public class SettingsStore {
    private final ObjectMapper json;

    SettingsStore(ObjectMapper json) {
        this.json = json;
    }

    public String write(Settings settings) {
        return text(settings);
    }

    public String write(Quotas quotas) {
        return text(quotas);
    }

    public Settings settings(String text) {
        return read(text, Settings.class);
    }

    public Quotas quotas(String text) {
        return read(text, Quotas.class);
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a newer release wrote is passed over. */
    private <T> T read(String text, Class<T> type) {
        try {
            return json.readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
