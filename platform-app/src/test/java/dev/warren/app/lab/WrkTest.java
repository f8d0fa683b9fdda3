package dev.warren.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrkTest {

    private static final String OUTPUT =
            """
            Running 1s test @ http://127.0.0.1:8080/
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     2.22ms  450.00us   9.00ms   80.00%
                Req/Sec    27.90k     1.20k   30.00k    70.00%
              Latency Distribution
                 50%  812.00us
                 75%    2.50ms
                 90%    3.10ms
                 99%    1.02s
              27911 requests in 1.00s, 4.50MB read
            Requests/sec:  27890.12
            Transfer/sec:      4.50MB
            """;

    @Test
    void readsRateAndLatenciesInTheirUnits() {
        Wrk.Result result = Wrk.parse(OUTPUT);

        assertThat(result).isEqualTo(new Wrk.Result(27890.12, 0.812, 1020, 27911, 0));
    }

    @Test
    void addsUpEverythingThatWentWrong() {
        String output =
                OUTPUT
                        + "  Socket errors: connect 1, read 2, write 3, timeout 4\n"
                        + "  Non-2xx or 3xx responses: 100\n";

        assertThat(Wrk.parse(output).wrong()).isEqualTo(110);
    }

    @Test
    void saysWhatIsMissingInOutputThatIsNone() {
        assertThatThrownBy(() -> Wrk.parse("unable to connect"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("it said: unable to connect");
    }
}
