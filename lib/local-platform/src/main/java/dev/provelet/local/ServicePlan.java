package dev.provelet.local;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How each service of a local platform is started: the same keys that point at real servers
 * elsewhere.
 */
final class ServicePlan {
  private final Installation installation;
  private final DataDirectory data;
  private final Secrets secrets;
  private final URI store;
  private final EmbeddedDatabase database;
  private final Optional<LocalKeySet> keySet;

  ServicePlan(
      Installation installation,
      DataDirectory data,
      Secrets secrets,
      URI store,
      EmbeddedDatabase database,
      Optional<LocalKeySet> keySet) {
    this.installation = installation;
    this.data = data;
    this.secrets = secrets;
    this.store = store;
    this.database = database;
    this.keySet = keySet;
  }

  /**
   * @param ports of the stage API, the file server and each prover function
   */
  List<ServiceProcess.Spec> specs(List<Integer> ports) throws LocalPlatformException {
    URI stage = url(ports.get(0));
    URI files = url(ports.get(1));
    List<URI> functions = ports.subList(2, ports.size()).stream().map(ServicePlan::url).toList();
    List<ServiceProcess.Spec> specs = new ArrayList<>();
    specs.add(stageApi(stage, files, functions));
    specs.add(fileServer(files));
    for (int i = 0; i < functions.size(); i++) {
      // One is enough for the memory of one machine.
      boolean large = i == 0 && keySet.isPresent();
      specs.add(proverFunction("prover-" + (i + 1), functions.get(i), large));
    }
    return specs;
  }

  private ServiceProcess.Spec stageApi(URI url, URI files, List<URI> functions)
      throws LocalPlatformException {
    List<String> options = jvm("512m", url);
    options.add("-Dquarkus.datasource.jdbc.url=" + database.jdbcUrl());
    options.add("-Dquarkus.datasource.username=" + database.user());
    options.add("-Dquarkus.s3.endpoint-override=" + store);
    options.add("-Dprovelet.stage.bucket=" + EmbeddedObjectStore.BUCKET);
    options.add("-Dprovelet.stage.file-server=" + files);
    options.add("-Dprovelet.stage.public-file-server=" + files);
    for (int i = 0; i < functions.size(); i++) {
      options.add("-Dprovelet.stage.functions[" + i + "].url=" + functions.get(i));
    }
    if (keySet.isPresent()) {
      options.add("-Dprovelet.snark.key-set=" + keySet.get().id());
      options.add("-Dprovelet.snark.allow-insecure-dev=" + keySet.get().insecure());
    }
    Map<String, String> environment =
        Map.of(
            "QUARKUS_DATASOURCE_PASSWORD", secrets.databasePassword(),
            "PROVELET_STAGE_CAPABILITY_KEYS", secrets.capabilityKeys(),
            "QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_ACCESS_KEY_ID", secrets.storeIdentity(),
            "QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_SECRET_ACCESS_KEY",
                secrets.storeCredential());
    return spec("stage-api", "stage-api", options, environment, url);
  }

  private ServiceProcess.Spec fileServer(URI url) throws LocalPlatformException {
    List<String> options = jvm("256m", url);
    options.add("-Dquarkus.s3.endpoint-override=" + store);
    options.add("-Dprovelet.files.bucket=" + EmbeddedObjectStore.BUCKET);
    Map<String, String> environment =
        Map.of(
            "PROVELET_FILES_CAPABILITY_KEYS", secrets.capabilityKeys(),
            "QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_ACCESS_KEY_ID", secrets.storeIdentity(),
            "QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_SECRET_ACCESS_KEY",
                secrets.storeCredential());
    return spec("file-server", "file-server", options, environment, url);
  }

  private ServiceProcess.Spec proverFunction(String name, URI url, boolean large)
      throws LocalPlatformException {
    List<String> options = jvm("1g", url);
    options.add("--enable-native-access=ALL-UNNAMED");
    options.add("-Dprovelet.function.name=" + name);
    options.add("-Dprovelet.function.engine-dir=" + installation.engineDir());
    options.add("-Dprovelet.function.key-cache=" + installation.keyCache());
    options.add("-Dprovelet.function.scratch=" + data.scratch().resolve(name));
    options.add("-Dprovelet.function.snark.large=" + (large ? "auto" : "off"));
    if (keySet.isPresent()) {
      options.add("-Dprovelet.function.snark.keys=" + keySet.get().directory().getParent());
    }
    return spec(name, "prover-function", options, Map.of(), url);
  }

  private ServiceProcess.Spec spec(
      String name, String module, List<String> options, Map<String, String> environment, URI url)
      throws LocalPlatformException {
    return new ServiceProcess.Spec(
        name,
        installation.serviceJar(module).toFile(),
        options,
        environment,
        data.logs().resolve(name + ".log").toFile(),
        url);
  }

  private static List<String> jvm(String heap, URI url) {
    return new ArrayList<>(
        List.of(
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + url.getPort(),
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
  }

  private static URI url(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
