# syntax=docker/dockerfile:1
# The stage: submission, status, the task graph. Build from the repository's root:
#   docker build -f infra/docker/stage-api.Dockerfile -t provelet/stage-api .

FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -pl stage-api -am package -DskipTests -Dspotless.check.skip=true

FROM eclipse-temurin:25-jre-noble
RUN useradd --system --uid 10001 --no-create-home provelet
WORKDIR /app
COPY infra/docker/healthy infra/docker/train ./
COPY --from=build /src/stage-api/target/quarkus-app ./
# There is no database while an image is built: the training run neither migrates nor hands out tasks.
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
RUN PROVELET_STAGE_CAPABILITY_KEYS="train:$(head -c 32 /dev/urandom | base64)" \
    PROVELET_STAGE_DISPATCH_ENABLED=false \
    PROVELET_STAGE_FUNCTIONS_0__URL=http://127.0.0.1:1 \
    QUARKUS_FLYWAY_MIGRATE_AT_START=false \
    QUARKUS_DATASOURCE_JDBC_URL=jdbc:mysql://127.0.0.1:1/train \
    QUARKUS_DATASOURCE_USERNAME=train \
    QUARKUS_DATASOURCE_PASSWORD=train \
    QUARKUS_S3_ENDPOINT_OVERRIDE=http://127.0.0.1:1 \
    QUARKUS_S3_AWS_CREDENTIALS_TYPE=static \
    QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_ACCESS_KEY_ID=train \
    QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_SECRET_ACCESS_KEY=train \
    ./train 8090 /app/app.aot -jar quarkus-run.jar
USER 10001
EXPOSE 8090
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s CMD ["./healthy", "8090"]
ENTRYPOINT ["java", "-XX:AOTCache=/app/app.aot", "-XX:MaxRAMPercentage=70", "-jar", "quarkus-run.jar"]
