package dev.atelier.walk;

import dev.atelier.billing.v1.CostFilter;
import dev.atelier.billing.v1.CostServiceGrpc;
import dev.atelier.billing.v1.GetCostsRequest;
import dev.atelier.common.v1.Money;
import dev.atelier.walk.client.Grpc;
import dev.atelier.walk.client.Kernel;
import dev.atelier.walk.client.Rest;
import io.grpc.Channel;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.time.Duration;

/** The doors of a running Atelier: three services by REST and gRPC, as the administrator or as a user. */
final class Atelier implements AutoCloseable {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String studio;
    private final String autopilot;
    private final String billing;
    private final String operatorToken;
    private final Grpc studioGrpc;
    private final Grpc autopilotGrpc;
    private final Grpc billingGrpc;

    Atelier(String studio, String autopilot, String billing, String operatorToken) {
        this.studio = studio;
        this.autopilot = autopilot;
        this.billing = billing;
        this.operatorToken = operatorToken;
        this.studioGrpc = new Grpc(studio);
        this.autopilotGrpc = new Grpc(autopilot);
        this.billingGrpc = new Grpc(billing);
    }

    HttpClient http() {
        return http;
    }

    /** Studio's REST API as the administrator. */
    Rest studio() {
        return studio(operatorToken);
    }

    Rest studio(String token) {
        return new Rest(http, studio, token);
    }

    Rest autopilot(String token) {
        return new Rest(http, autopilot, token);
    }

    Rest billing() {
        return new Rest(http, billing, operatorToken);
    }

    Channel studioGrpc(String token) {
        return studioGrpc.as(token);
    }

    Channel autopilotGrpc(String token) {
        return autopilotGrpc.as(token);
    }

    Channel billingGrpc() {
        return billingGrpc.as(operatorToken);
    }

    /** Connects to a kernel of a user. */
    Kernel kernel(String domainId, String user, String kernelId, String token) {
        return Kernel.connect(http, studio + "/jupyter/" + domainId + "/" + user, kernelId, token);
    }

    /** What a domain has cost so far, what still runs included: the sum of the ledger, exact. */
    BigDecimal spent(String domainId) {
        return CostServiceGrpc.newBlockingStub(billingGrpc())
                .getCosts(GetCostsRequest.newBuilder()
                        .setFilter(CostFilter.newBuilder().setDomainId(domainId))
                        .build())
                .getTotalsList()
                .stream()
                .map(Money::getAmount)
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Override
    public void close() {
        studioGrpc.close();
        autopilotGrpc.close();
        billingGrpc.close();
        http.close();
    }
}
