# syntax=docker/dockerfile:1
# The file server. Build from the repository's root:
#   docker build -f infra/docker/file-server.Dockerfile -t provelet/file-server .

FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -pl file-server -am package -DskipTests -Dspotless.check.skip=true

FROM eclipse-temurin:25-jre-noble
RUN useradd --system --uid 10001 --no-create-home provelet
WORKDIR /app
COPY infra/docker/healthy infra/docker/train ./
COPY --from=build /src/file-server/target/quarkus-app ./
# The cache fits only this Java and these paths, so it is made here. The keys of the training run are random and lost.
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
RUN PROVELET_FILES_CAPABILITY_KEYS="train:$(head -c 32 /dev/urandom | base64)" \
    QUARKUS_S3_ENDPOINT_OVERRIDE=http://127.0.0.1:1 \
    QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_ACCESS_KEY_ID=train \
    QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_SECRET_ACCESS_KEY=train \
    ./train 8092 /app/app.aot -jar quarkus-run.jar
USER 10001
EXPOSE 8092
HEALTHCHECK --interval=10s --timeout=6s --start-period=20s CMD ["./healthy", "8092"]
ENTRYPOINT ["java", "-XX:AOTCache=/app/app.aot", "-XX:MaxRAMPercentage=70", "-jar", "quarkus-run.jar"]
