package dev.warren.app.conformance;

import dev.warren.app.lab.Check;
import dev.warren.app.lab.Child;
import dev.warren.app.lab.Experiment;
import dev.warren.app.lab.LabException;
import dev.warren.app.lab.OpenSsh;
import dev.warren.app.lab.Option;
import dev.warren.app.lab.Programs;
import dev.warren.app.lab.Run;
import dev.warren.app.lab.SshKey;
import dev.warren.app.lab.WarrenServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The conformance suite of the OCI distribution specification against a Warren of its own: with a
 * log-in, and with all that is optional. Everything has to pass, and nothing may be left out.
 */
final class OciSuite implements Experiment {

    static final String NAME = "oci-distribution";
    static final String BINARY = "binary";

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final Pattern SECRET = Pattern.compile("\"secret\":\"([^\"]+)\"");

    /** The suite has more than a thousand tests when nothing is left out. */
    private static final int LEAST = 1000;

    /** What is off, or depends on the version, unless it is asked for. */
    private static final List<String> OPTIONAL =
            List.of(
                    "OCI_API_BLOBS_UPLOAD_CANCEL",
                    "OCI_API_BLOBS_DIGEST_HEADER",
                    "OCI_API_BLOBS_MOUNT_ANONYMOUS",
                    "OCI_API_BLOBS_ATOMIC",
                    "OCI_API_MANIFESTS_TAG_PARAM",
                    "OCI_API_MANIFESTS_DIGEST_HEADER",
                    "OCI_API_MANIFESTS_ATOMIC",
                    "OCI_API_TAGS_ATOMIC",
                    "OCI_API_REFERRER",
                    "OCI_DATA_SPARSE",
                    "OCI_DATA_SHA512");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "every test of the specification's suite passes, none is left out";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option(BINARY, "conformance", "the suite's program"));
    }

    @Override
    public void run(Run run) throws Exception {
        Path binary = run.options().path(BINARY);
        if (!Files.isExecutable(binary)) {
            throw new LabException("%s: not there (expected: a program)".formatted(binary));
        }
        OpenSsh ssh = new OpenSsh(run.workspace(), SshKey.make(run.workspace(), "client-key"));
        try (WarrenServer warren =
                WarrenServer.start(
                        run.workspace(),
                        WarrenServer.Setup.make(
                                run.workspace(), "data", WarrenServer.jvm(256, 128), List.of()))) {
            Child suite =
                    run.workspace()
                            .start(
                                    "suite",
                                    List.of(binary.toString()),
                                    environment(run, warren, token(run, ssh, warren)));
            int status = suite.awaitExit(LIMIT);
            judge(run, status, suite.output());
        }
    }

    private static String token(Run run, OpenSsh ssh, WarrenServer warren) {
        List<String> command = new ArrayList<>(ssh.command(warren, List.of()));
        command.add("token create conformance --json");
        String said = Programs.run(run.workspace(), "token", command, QUICK);
        Matcher secret = SECRET.matcher(said);
        if (!secret.find()) {
            throw new LabException("token create: no token in its answer");
        }
        return secret.group(1);
    }

    private static Map<String, String> environment(Run run, WarrenServer warren, String token) {
        Map<String, String> all = new LinkedHashMap<>();
        OPTIONAL.forEach(name -> all.put(name, "true"));
        all.put("OCI_VERSION", "dev");
        all.put("OCI_LOG", "error");
        all.put("OCI_REGISTRY", "localhost:" + warren.httpPort());
        all.put("OCI_TLS", "disabled");
        all.put("OCI_REPO1", warren.login() + "/first");
        all.put("OCI_REPO2", warren.login() + "/second");
        all.put("OCI_USERNAME", warren.login());
        all.put("OCI_PASSWORD", token);
        all.put("OCI_RESULTS_DIR", run.options().path("out").resolve(NAME).toString());
        return all;
    }

    private static void judge(Run run, int status, String output) {
        run.report().check(Check.atMost("exit status of the suite", status, "in all", 0));
        for (String bad : List.of("FAIL", "Error", "Skip", "Disabled")) {
            run.report().check(Check.atMost("tests: " + bad, figure(output, bad), "in all", 0));
        }
        run.report().check(Check.atLeast("tests: Pass", figure(output, "Pass"), "in all", LEAST));
        run.report().progress("wire dump: " + run.options().path("out").resolve(NAME));
    }

    /**
     * A figure of the suite's summary, such as {@code Skip........: 0}; NaN when it is not there.
     */
    static double figure(String output, String name) {
        Matcher line =
                Pattern.compile("(?m)^ {2}" + name + "\\.{3,}: +(\\d{1,9})$").matcher(output);
        return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
    }
}
