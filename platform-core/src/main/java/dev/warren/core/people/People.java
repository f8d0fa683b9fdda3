package dev.warren.core.people;

import java.util.Optional;

/**
 * The door to accounts and what belongs to them.
 *
 * <p>{@link #logIn}, {@link #logInWithCertificate} and {@link #account} answer from memory, never
 * block, and keep answering while the database is away. All else blocks: call it on a virtual
 * thread. What is refused is a {@link PeopleException}.
 */
public interface People {

    /**
     * Who holds the key with this fingerprint.
     *
     * @param loginName the SSH user name, without options; only used for words
     * @param fingerprint {@code SHA256:…} as OpenSSH prints it
     */
    LogIn logIn(String loginName, String fingerprint);

    /**
     * Who may log in with a certificate. The caller has verified its signature, dates, source
     * address and that {@code loginName} is among its principals.
     *
     * @param loginName the name of the account; the certificate's key says nothing about it
     * @param caFingerprint {@code SHA256:…} of the key that signed the certificate
     * @return never {@link LogIn.MayRegister} or {@link LogIn.NeedsInvite}
     */
    LogIn logInWithCertificate(String loginName, String caFingerprint);

    /** The account with this name, suspended or not. */
    Optional<Account> account(AccountName name);

    /** The account with this number, suspended or not. */
    Optional<Account> account(long id);

    /**
     * Makes an account for the holder of a key that nobody registered.
     *
     * @param loginName becomes the account's name when it is valid, free and not reserved; a
     *     readable one is made up otherwise
     * @param inviteCode needed when {@link #logIn} answered {@link LogIn.NeedsInvite}
     */
    Account register(String loginName, PublicKeyText key, Optional<String> inviteCode);

    /** A code that logs in to the console once, within five minutes. */
    String createLoginCode(Account account);

    /** The account that {@code code} was made for; each code is good for one answer. */
    Optional<Account> redeemLoginCode(String code);

    /** The account that {@code token} belongs to. */
    Optional<Account> authenticateToken(String token);

    /**
     * The account that an app of the Fever API asks for: it tells no token, but the MD5 of {@code
     * name:token} in hexadecimal. Tokens that were made before this was kept are never found.
     */
    Optional<Account> authenticateTokenDigest(String digest);

    /** SSH keys. */
    Keys keys();

    /** API tokens. */
    Tokens tokens();

    /** Invite codes. */
    Invites invites();

    /** What only administrators may do. */
    Administration administration();
}
