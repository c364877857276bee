# syntax=docker/dockerfile:1
# UNTESTED: no GraalVM could be had where this was written, so this has never been built. The image to use is
# prover-function.Dockerfile, whose AOT cache gives most of the start-up time that native code would.
#   docker build -f infra/docker/prover-function.native.Dockerfile -t provelet/prover-function:native .

FROM rust:1.95-bookworm AS engine
WORKDIR /src/src-native-cuda
COPY src-native-cuda .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/cache \
    PROVELET_CACHE=/cache ./build --level all

FROM ghcr.io/graalvm/native-image-community:25 AS build
WORKDIR /src
COPY . .
# The engine is called through java.lang.foreign, whose calls GraalVM has to know when it compiles.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -pl prover-function -am package -DskipTests -Dspotless.check.skip=true \
      -Dquarkus.native.enabled=true -Dquarkus.package.jar.enabled=false \
      "-Dquarkus.native.additional-build-args=-H:+UnlockExperimentalVMOptions,-H:+ForeignAPISupport,--enable-native-access=ALL-UNNAMED"

FROM ubuntu:24.04
RUN useradd --system --uid 10001 --no-create-home provelet \
    && install -d -o 10001 /var/lib/provelet/keys /var/lib/provelet/scratch /var/lib/provelet/snark
WORKDIR /app
COPY --from=engine /src/src-native-cuda/target/x86-64-v3/libprovelet_engine.so /src/src-native-cuda/target/x86-64-v3/provelet-snark engine/x86-64-v3/
COPY --from=engine /src/src-native-cuda/target/x86-64-v4/libprovelet_engine.so /src/src-native-cuda/target/x86-64-v4/provelet-snark engine/x86-64-v4/
COPY infra/docker/healthy ./
COPY --from=build /src/prover-function/target/provelet-prover-function-*-runner ./prover-function
ENV PROVELET_FUNCTION_ENGINE_DIR=/app/engine \
    PROVELET_FUNCTION_KEY_CACHE=/var/lib/provelet/keys \
    PROVELET_FUNCTION_SCRATCH=/var/lib/provelet/scratch \
    PROVELET_FUNCTION_SNARK_KEYS=/var/lib/provelet/snark
USER 10001
EXPOSE 8091
VOLUME ["/var/lib/provelet/keys", "/var/lib/provelet/scratch", "/var/lib/provelet/snark"]
HEALTHCHECK --interval=10s --timeout=6s --start-period=10s CMD ["./healthy", "8091"]
ENTRYPOINT ["./prover-function"]
