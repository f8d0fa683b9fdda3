package dev.warren.edge.ssh.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginNameTest {

    @Test
    void takesNameOptionsAndInviteApart() {
        assertThat(LoginName.parse("alice"))
                .contains(new LoginName("alice", List.of(), Optional.empty()));
        assertThat(LoginName.parse("alice+inspect=on+invite=abc+note=a=b"))
                .contains(
                        new LoginName(
                                "alice", List.of("inspect=on", "note=a=b"), Optional.of("abc")));
    }

    @Test
    void refusesWhatIsTooLongOrHasControlCharacters() {
        assertThat(LoginName.parse("a".repeat(2000))).isEmpty();
        assertThat(LoginName.parse("a" + "+x=1".repeat(40))).isEmpty();
        assertThat(LoginName.parse("a\u001b")).isEmpty();
    }
}
