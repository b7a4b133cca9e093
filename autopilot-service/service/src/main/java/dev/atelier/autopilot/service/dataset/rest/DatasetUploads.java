package dev.atelier.autopilot.service.dataset.rest;

import dev.atelier.api.error.AtelierException;
import dev.atelier.autopilot.service.dataset.DatasetService;
import dev.atelier.platform.body.LargeBody;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;

/** Uploads of data sets, bounded by {@code atelier.autopilot.max-upload-size} and what a form adds to a file. */
@Singleton
class DatasetUploads implements LargeBody {
    private static final long FORM_OVERHEAD = 1L << 20;
    private static final String PATH = "/api/v1/datasets";

    private final DatasetService datasets;

    DatasetUploads(DatasetService datasets) {
        this.datasets = datasets;
    }

    @Override
    public boolean is(HttpMethod method, String path) {
        return HttpMethod.POST.equals(method) && PATH.equals(path);
    }

    @Override
    public long limit() {
        return datasets.maxUpload() + FORM_OVERHEAD;
    }

    @Override
    public AtelierException tooLarge() {
        return datasets.tooLarge();
    }
}
