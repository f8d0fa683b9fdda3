package dev.warren.tunnels.groups;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Who is in a group, and whose turn it is: a smooth weighted round robin, which with weights 2 and
 * 1 gives A, B, A rather than A, A, B. Thread-safe; nothing waits but for another thread's turn.
 */
final class Members {

    static final Duration LEFT_OUT = Duration.ofSeconds(10);

    private final List<Member> all = new CopyOnWriteArrayList<>();

    void add(Member member) {
        all.add(member);
    }

    void remove(Member member) {
        all.remove(member);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether somebody could stand in for {@code member}. */
    boolean hasOthers(Member member) {
        return all.stream().anyMatch(other -> other != member);
    }

    /** The one that the cookie means, while it stands and is well. */
    synchronized Optional<Member> called(String token, Instant now) {
        return all.stream()
                .filter(member -> member.token().equals(token) && member.isWell(now))
                .findFirst();
    }

    /** Whose turn it is of those that {@code fit}; of those left out only when all are. */
    synchronized Optional<Member> next(Instant now, Predicate<Member> fit) {
        List<Member> fitting = all.stream().filter(fit).toList();
        List<Member> well = fitting.stream().filter(member -> member.isWell(now)).toList();
        return turn(well.isEmpty() ? fitting : well);
    }

    private static Optional<Member> turn(List<Member> round) {
        Member best = null;
        int most = Integer.MIN_VALUE;
        int sum = 0;
        for (Member member : round) {
            int weight = member.weight();
            sum += weight;
            int credit = member.earn(weight);
            if (credit > most) {
                best = member;
                most = credit;
            }
        }
        if (best != null) {
            best.pay(sum);
        }
        return Optional.ofNullable(best);
    }

    /** It could not be reached: the others are asked for a while. */
    synchronized void leaveOut(Member member, Instant now) {
        member.leaveOutUntil(now.plus(LEFT_OUT));
    }

    synchronized void reached(Member member) {
        member.leaveOutUntil(Instant.MIN);
    }
}
