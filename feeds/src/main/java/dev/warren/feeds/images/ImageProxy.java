package dev.warren.feeds.images;

import dev.warren.feeds.images.ImagesProperties.Which;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Has pictures of texts come by this server. Thread-safe. */
public final class ImageProxy {

    private static final Pattern PICTURES = Pattern.compile("(?i)<img|srcset=|poster=");

    /** As long as a picture's address may be to be one here. */
    private static final int LONGEST = 2000;

    private final SignedAddress addresses;
    private final Which which;

    ImageProxy(SignedAddress addresses, Which which) {
        this.addresses = addresses;
        this.which = which;
    }

    /**
     * The text with addresses of this server for its pictures.
     *
     * @param html sanitised
     * @param base the address of this server as its reader has it, without a slash at the end
     */
    public String rewrite(String html, String base) {
        if (which == Which.NONE || !PICTURES.matcher(html).find()) {
            return html;
        }
        Document document = Jsoup.parseBodyFragment(html);
        document.outputSettings().prettyPrint(false);
        for (Element picture : document.select("img[src]")) {
            picture.attr("src", address(picture.attr("src"), base));
        }
        for (Element video : document.select("video[poster]")) {
            video.attr("poster", address(video.attr("poster"), base));
        }
        // a picture that comes by this server comes in one size
        document.select("[srcset]").removeAttr("srcset");
        return document.body().html();
    }

    private String address(String url, String base) {
        String scheme = url.substring(0, Math.min(8, url.length())).toLowerCase(Locale.ROOT);
        boolean plain = scheme.startsWith("http://");
        boolean wanted = plain || which == Which.ALL && scheme.startsWith("https://");
        return wanted && url.length() <= LONGEST ? base + addresses.path(url) : url;
    }
}
