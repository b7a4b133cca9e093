package dev.atelier.billing.price.grpc;

import dev.atelier.api.error.AtelierException;
import dev.atelier.api.identity.Caller;
import dev.atelier.billing.price.BookVersion;
import dev.atelier.billing.price.PriceBookImports;
import dev.atelier.billing.v1.ImportPriceBookRequest;
import dev.atelier.billing.v1.ImportPriceBookResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One upload: its bytes wait in a file until they are all there. */
final class PriceBookUpload implements StreamObserver<ImportPriceBookRequest> {
    private final PriceBookImports imports;
    private final Caller caller;
    private final long limit;
    private final StreamObserver<ImportPriceBookResponse> responses;
    private @Nullable ImportPriceBookRequest first;
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private long written;
    private boolean failed;

    PriceBookUpload(
            PriceBookImports imports, Caller caller, long limit, StreamObserver<ImportPriceBookResponse> responses) {
        this.imports = imports;
        this.caller = caller;
        this.limit = limit;
        this.responses = responses;
    }

    @Override
    public void onNext(ImportPriceBookRequest request) {
        if (failed) {
            return;
        }
        try {
            caller.requireAdmin();
            if (first == null) {
                first = request.toBuilder().clearContent().build();
                file = Files.createTempFile("price-book-", ".upload");
                out = Files.newOutputStream(file);
            }
            written += request.getContent().size();
            if (written > limit) {
                throw PriceBookImports.tooLarge(limit);
            }
            if (out != null) {
                request.getContent().writeTo(out);
            }
        } catch (IOException e) {
            fail(new UncheckedIOException(e));
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void onError(Throwable cancelled) {
        discard();
    }

    @Override
    public void onCompleted() {
        if (failed) {
            return;
        }
        ImportPriceBookRequest about = first;
        Path content = file;
        try {
            if (about == null || content == null || out == null) {
                throw AtelierException.invalid("content", "must be given");
            }
            out.close();
            BookVersion version;
            try (InputStream book = Files.newInputStream(content)) {
                version = imports.read(
                        caller, about.getName(), PriceBookProtos.code(about.getFormat()), about.getActivate(), book);
            }
            discard();
            responses.onNext(ImportPriceBookResponse.newBuilder()
                    .setPriceBook(PriceBookProtos.book(version))
                    .build());
            responses.onCompleted();
        } catch (IOException e) {
            fail(new UncheckedIOException(e));
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException error) {
        failed = true;
        discard();
        responses.onError(error);
    }

    private void discard() {
        try {
            if (out != null) {
                out.close();
            }
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
