package dev.warren.registry.bucket;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Makes the clients of an S3-compatible store, which ask it nothing by being made. */
final class BucketClient {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private BucketClient() {}

    static S3Client open(BucketProperties settings) {
        var builder =
                S3Client.builder()
                        .region(Region.of(settings.region()))
                        .credentialsProvider(credentials(settings))
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(shorter(CONNECT, settings.timeout()))
                                        .socketTimeout(settings.timeout()))
                        .overrideConfiguration(calls ->
                                calls.apiCallAttemptTimeout(settings.timeout())
                                        .retryStrategy(
                                                AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                                        .maxAttempts(settings.tries())
                                                        .build()))
                        // what only Amazon's own servers know, the others refuse
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .serviceConfiguration(style(settings));
        URI endpoint = settings.endpoint();
        return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
    }

    /** What makes addresses for clients; knows no network. */
    static S3Presigner presigner(BucketProperties settings) {
        var builder =
                S3Presigner.builder()
                        .region(Region.of(settings.region()))
                        .credentialsProvider(credentials(settings))
                        .serviceConfiguration(style(settings));
        URI endpoint =
                settings.publicEndpoint() == null ? settings.endpoint() : settings.publicEndpoint();
        return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
    }

    private static S3Configuration style(BucketProperties settings) {
        return S3Configuration.builder()
                .pathStyleAccessEnabled(settings.pathStyle())
                // the hash goes in front of the bytes, which all servers understand
                .chunkedEncodingEnabled(false)
                .expectContinueEnabled(false)
                .build();
    }

    private static AwsCredentialsProvider credentials(BucketProperties settings) {
        return settings.accessKey() == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(
                                settings.accessKey(),
                                Objects.requireNonNull(settings.secretKey())));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
