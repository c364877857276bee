# syntax=docker/dockerfile:1
# A prover function with the engine for both processor levels and, with CUDA=1, for GPUs. Build from the repository's root:
#   docker build -f infra/docker/prover-function.Dockerfile -t provelet/prover-function .
#   docker build -f infra/docker/prover-function.Dockerfile --build-arg CUDA=1 -t provelet/prover-function:cuda .

# Its C library is older than that of the image the engine is loaded in.
FROM rust:1.95-bookworm AS engine
# 1: for GPUs, too. Which ones: compute levels without the dot, with commas between.
ARG CUDA=0
ARG CUDA_ARCH=90
# CUDA's compiler comes from PyPI.
# hadolint ignore=DL3008
RUN if [ "$CUDA" = 1 ]; then \
      apt-get update && apt-get install -y --no-install-recommends python3-pip && rm -rf /var/lib/apt/lists/*; \
    fi
WORKDIR /src/src-native-cuda
COPY src-native-cuda .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/cache \
    export PROVELET_CACHE=/cache \
    && ./build --level all \
    && if [ "$CUDA" = 1 ]; then ./build --level all --cuda --cuda-arch "$CUDA_ARCH"; fi \
    && for file in target/*/libprovelet_engine.so target/*/provelet-snark; do install -D "$file" "/engine/${file#target/}"; done

FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -pl prover-function -am package -DskipTests -Dspotless.check.skip=true

FROM eclipse-temurin:25-jre-noble
# The three places a function writes to; everything else may be read-only.
RUN useradd --system --uid 10001 --no-create-home provelet \
    && install -d -o 10001 /var/lib/provelet/keys /var/lib/provelet/scratch /var/lib/provelet/snark
WORKDIR /app
COPY --from=engine /engine engine/
COPY infra/docker/healthy infra/docker/train ./
COPY --from=build /src/prover-function/target/quarkus-app ./
ENV PROVELET_FUNCTION_ENGINE_DIR=/app/engine \
    PROVELET_FUNCTION_KEY_CACHE=/var/lib/provelet/keys \
    PROVELET_FUNCTION_SCRATCH=/var/lib/provelet/scratch \
    PROVELET_FUNCTION_SNARK_KEYS=/var/lib/provelet/snark
# What the NVIDIA container toolkit, where there is one, mounts of the driver. Without GPUs these mean nothing.
ENV NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
# The building machine needs an x86-64-v3 processor, as the function does: the engine is opened. No keys are kept.
RUN PROVELET_FUNCTION_KEY_CACHE=/tmp/train/keys PROVELET_FUNCTION_SCRATCH=/tmp/train/scratch \
    ./train 8091 /app/app.aot --enable-native-access=ALL-UNNAMED -jar quarkus-run.jar \
    && rm -rf /tmp/train
USER 10001
EXPOSE 8091
VOLUME ["/var/lib/provelet/keys", "/var/lib/provelet/scratch", "/var/lib/provelet/snark"]
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s CMD ["./healthy", "8091"]
# Most of the memory is the engine's, not the heap's.
ENTRYPOINT ["java", "-XX:AOTCache=/app/app.aot", "-XX:MaxRAMPercentage=10", "--enable-native-access=ALL-UNNAMED", "-jar", "quarkus-run.jar"]
