package dev.warren.tunnels.names;

import java.time.Duration;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks name servers with the JDK's own client. It is reached through JNDI, which is dangerous where
 * a stranger chooses what it connects to; here only names without a scheme go in, to a context that
 * speaks DNS alone, and only texts come out.
 */
final class DnsTxtRecords implements TxtRecords {

    private static final Logger log = LoggerFactory.getLogger(DnsTxtRecords.class);
    private static final int MOST_TEXTS = 64;
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9_.-]{1,253}");

    private final Hashtable<String, String> environment = new Hashtable<>();

    /**
     * @param resolver {@code address:port} of a name server, or empty for the system's
     * @param timeout how long one question may take; it is asked twice
     */
    DnsTxtRecords(Optional<String> resolver, Duration timeout) {
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, resolver.map(at -> "dns://" + at).orElse("dns:"));
        // the first wait; the client doubles it for the second
        environment.put("com.sun.jndi.dns.timeout.initial", Long.toString(timeout.toMillis() / 3));
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
    }

    @Override
    @SuppressWarnings("BanJNDI") // see above
    public Answer of(String name) {
        if (!PLAIN.matcher(name).matches()) {
            return new Answer.Silence();
        }
        try {
            InitialDirContext context = new InitialDirContext(environment);
            try {
                Attribute found =
                        context.getAttributes(name + ".", new String[] {"TXT"}).get("TXT");
                return new Answer.Texts(found == null ? Set.of() : texts(found));
            } finally {
                context.close();
            }
        } catch (NameNotFoundException none) {
            return new Answer.Texts(Set.of());
        } catch (NamingException silent) {
            log.info("dns.silent name={} reason={}", name, silent.getMessage());
            return new Answer.Silence();
        }
    }

    private static Set<String> texts(Attribute found) throws NamingException {
        Set<String> texts = new HashSet<>();
        NamingEnumeration<?> all = found.getAll();
        while (all.hasMore() && texts.size() < MOST_TEXTS) {
            texts.add(String.valueOf(all.next()).replace("\"", ""));
        }
        return texts;
    }
}
