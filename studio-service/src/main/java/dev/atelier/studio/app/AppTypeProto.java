package dev.atelier.studio.app;

/** App types as messages name them. */
public final class AppTypeProto {
    private AppTypeProto() {}

    /** The name that REST has for it; "" for none. */
    public static String wireName(dev.atelier.studio.v1.AppType type) {
        return switch (type) {
            case APP_TYPE_JUPYTER_SERVER -> AppType.JUPYTER_SERVER.wireName();
            case APP_TYPE_KERNEL_GATEWAY -> AppType.KERNEL_GATEWAY.wireName();
            case APP_TYPE_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    public static dev.atelier.studio.v1.AppType of(AppType type) {
        return switch (type) {
            case JUPYTER_SERVER -> dev.atelier.studio.v1.AppType.APP_TYPE_JUPYTER_SERVER;
            case KERNEL_GATEWAY -> dev.atelier.studio.v1.AppType.APP_TYPE_KERNEL_GATEWAY;
        };
    }
}
