package dev.warren.edge.ssh.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.warren.core.people.AccountName;
import dev.warren.core.people.PublicKeyText;
import dev.warren.core.testing.InMemoryPeople;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RegistrarTest {

    private static final PublicKeyText KEY =
            PublicKeyText.parse(
                    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKWI3Wdrla4O1L3cNitDf8qTjwN6yZAGYezLINpvJoBc a");

    private static final PublicKeyText OTHER_KEY =
            PublicKeyText.parse(
                    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILFfwZl5luAmhQytO27DHxqgUDtihtXHjfU8Ek7kBVaF b");

    private final InMemoryPeople people = new InMemoryPeople();
    private final Registrar registrar = new Registrar(people);
    private final Verdict.Register wanted =
            new Verdict.Register(LoginName.parse("carol").orElseThrow(), KEY);

    @Test
    void givesConnectionsThatRegisterOneKeyAtOnceTheSameAccount() throws Exception {
        Verdict first = register();
        Verdict second = register();

        assertThat(accountOf(first)).isEqualTo(new AccountName("carol"));
        assertThat(accountOf(second)).isEqualTo(accountOf(first));
    }

    @Test
    void refusesKeyOfAnAccountThatWasSuspendedMeanwhile() throws Exception {
        var admin = people.add("root1", OTHER_KEY);
        var carol = ((Verdict.Accept) register()).login().account();
        people.administration().suspend(admin, carol.name());

        assertThat(register()).isInstanceOf(Verdict.Refuse.class);
    }

    private Verdict register() throws Exception {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        registrar.register(wanted, verdict::complete);
        return verdict.get(5, TimeUnit.SECONDS);
    }

    private static AccountName accountOf(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Accept.class);
        return ((Verdict.Accept) verdict).login().account().name();
    }
}
