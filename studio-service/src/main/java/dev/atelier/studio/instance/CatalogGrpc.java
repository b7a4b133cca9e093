package dev.atelier.studio.instance;

import dev.atelier.common.v1.Spec;
import dev.atelier.studio.image.Image;
import dev.atelier.studio.image.ImageCatalog;
import dev.atelier.studio.usage.Price;
import dev.atelier.studio.v1.CatalogService;
import dev.atelier.studio.v1.KernelSpec;
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
    private final ImageCatalog images;
    private final InstanceTypeCatalog types;

    CatalogGrpc(ImageCatalog images, InstanceTypeCatalog types) {
        this.images = images;
        this.types = types;
    }

    @Override
    public Uni<ListImagesResponse> listImages(ListImagesRequest request) {
        return Uni.createFrom()
                .item(() -> ListImagesResponse.newBuilder()
                        .addAllImages(
                                images.images().stream().map(CatalogGrpc::proto).toList())
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

    private static dev.atelier.studio.v1.Image proto(Image image) {
        return dev.atelier.studio.v1.Image.newBuilder()
                .setImageName(image.name())
                .setDisplayName(image.displayName())
                .setDescription(image.description())
                .setGpu(image.gpu())
                .addAllKernelSpecs(image.kernelSpecs().stream()
                        .map(spec -> KernelSpec.newBuilder()
                                .setName(spec.name())
                                .setDisplayName(spec.displayName())
                                .build())
                        .toList())
                .build();
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
