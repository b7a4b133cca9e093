package dev.atelier.studio.instance;

import dev.atelier.common.v1.Spec;
import dev.atelier.studio.image.ImageLists;
import dev.atelier.studio.image.ImageProto;
import dev.atelier.studio.usage.Price;
import dev.atelier.studio.v1.CatalogService;
import dev.atelier.studio.v1.ListImagesRequest;
import dev.atelier.studio.v1.ListImagesResponse;
import dev.atelier.studio.v1.ListInstanceTypesRequest;
import dev.atelier.studio.v1.ListInstanceTypesResponse;
import dev.atelier.studio.wire.Wire;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;

/** Images and instance types over gRPC. */
@GrpcService
@Blocking
class CatalogGrpc implements CatalogService {
    private final ImageLists images;
    private final InstanceTypeCatalog types;

    CatalogGrpc(ImageLists images, InstanceTypeCatalog types) {
        this.images = images;
        this.types = types;
    }

    @Override
    public Uni<ListImagesResponse> listImages(ListImagesRequest request) {
        return Uni.createFrom()
                .item(() -> ListImagesResponse.newBuilder()
                        .addAllImages(
                                images.all().stream().map(ImageProto::image).toList())
                        .build());
    }

    @Override
    public Uni<ListInstanceTypesResponse> listInstanceTypes(ListInstanceTypesRequest request) {
        return Uni.createFrom()
                .item(() -> ListInstanceTypesResponse.newBuilder()
                        .addAllInstanceTypes(
                                types.all().stream().map(CatalogGrpc::proto).toList())
                        .build());
    }

    private static dev.atelier.studio.v1.InstanceType proto(InstanceType type) {
        dev.atelier.studio.v1.InstanceType.Builder builder = dev.atelier.studio.v1.InstanceType.newBuilder()
                .setSpec(Spec.newBuilder()
                        .setInstanceType(type.name())
                        .setVcpu(type.vcpu())
                        .setMemoryGib(type.memoryGib().doubleValue())
                        .setGpu(type.gpu()))
                .setFastLaunch(type.fastLaunch())
                .setDefaultFor(Wire.text(type.defaultFor()));
        Price price = type.pricePerHour();
        if (price != null) {
            builder.setPricePerHour(price.toProto()).setPriceEstimated(price.estimated());
        }
        return builder.build();
    }
}
