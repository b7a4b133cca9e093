package dev.atelier.billing.price.grpc;

import dev.atelier.api.page.Page;
import dev.atelier.api.page.PageRequest;
import dev.atelier.billing.price.BookVersion;
import dev.atelier.billing.price.PriceBookImports;
import dev.atelier.billing.price.PriceChange;
import dev.atelier.billing.price.PriceConfig;
import dev.atelier.billing.v1.ActivatePriceBookRequest;
import dev.atelier.billing.v1.ActivatePriceBookResponse;
import dev.atelier.billing.v1.GetPriceBookRequest;
import dev.atelier.billing.v1.GetPriceBookResponse;
import dev.atelier.billing.v1.ImportPriceBookRequest;
import dev.atelier.billing.v1.ImportPriceBookResponse;
import dev.atelier.billing.v1.ListPriceBooksRequest;
import dev.atelier.billing.v1.ListPriceBooksResponse;
import dev.atelier.billing.v1.ListPriceChangesRequest;
import dev.atelier.billing.v1.ListPriceChangesResponse;
import dev.atelier.billing.v1.PriceBookServiceGrpc;
import dev.atelier.platform.security.CallerContext;
import dev.atelier.platform.time.RequestTimes;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;

/**
 * {@code atelier.billing.v1.PriceBookService}. It works on stream observers, so that an upload is taken as fast as it is
 * written to disk and no faster.
 */
@GrpcService
@Blocking
class PriceBookGrpc extends PriceBookServiceGrpc.PriceBookServiceImplBase {
    private final PriceBookImports imports;
    private final CallerContext callers;
    private final long maxUpload;

    PriceBookGrpc(PriceBookImports imports, CallerContext callers, PriceConfig config) {
        this.imports = imports;
        this.callers = callers;
        this.maxUpload = config.maxUploadSize().asLongValue();
    }

    @Override
    @Blocking
    public StreamObserver<ImportPriceBookRequest> importPriceBook(StreamObserver<ImportPriceBookResponse> responses) {
        return new PriceBookUpload(imports, callers.caller(), maxUpload, responses);
    }

    @Override
    @Blocking
    public void getPriceBook(GetPriceBookRequest request, StreamObserver<GetPriceBookResponse> responses) {
        callers.caller();
        answer(
                responses,
                GetPriceBookResponse.newBuilder()
                        .setPriceBook(PriceBookProtos.book(imports.get(request.getPriceBookId())))
                        .build());
    }

    @Override
    @Blocking
    public void listPriceBooks(ListPriceBooksRequest request, StreamObserver<ListPriceBooksResponse> responses) {
        callers.caller();
        Page<BookVersion> page =
                imports.list(request.getName(), PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        answer(
                responses,
                ListPriceBooksResponse.newBuilder()
                        .addAllPriceBooks(
                                page.items().stream().map(PriceBookProtos::book).toList())
                        .setNextPageToken(page.nextPageTokenOrEmpty())
                        .build());
    }

    @Override
    @Blocking
    public void listPriceChanges(ListPriceChangesRequest request, StreamObserver<ListPriceChangesResponse> responses) {
        callers.caller();
        Page<PriceChange> page = imports.diff(
                request.getPriceBookId(),
                request.getAgainst(),
                PageRequest.ofProto(request.getPageSize(), request.getPageToken()));
        answer(
                responses,
                ListPriceChangesResponse.newBuilder()
                        .addAllChanges(page.items().stream()
                                .map(PriceBookProtos::change)
                                .toList())
                        .setNextPageToken(page.nextPageTokenOrEmpty())
                        .build());
    }

    @Override
    @Blocking
    public void activatePriceBook(
            ActivatePriceBookRequest request, StreamObserver<ActivatePriceBookResponse> responses) {
        BookVersion version = imports.activate(
                callers.caller(),
                request.getPriceBookId(),
                request.hasActiveFrom() ? RequestTimes.instant("activeFrom", request.getActiveFrom()) : null);
        answer(
                responses,
                ActivatePriceBookResponse.newBuilder()
                        .setPriceBook(PriceBookProtos.book(version))
                        .build());
    }

    private static <T> void answer(StreamObserver<T> responses, T response) {
        responses.onNext(response);
        responses.onCompleted();
    }
}
