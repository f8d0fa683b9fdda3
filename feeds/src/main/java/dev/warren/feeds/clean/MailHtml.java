package dev.warren.feeds.clean;

import java.util.Optional;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/**
 * Makes HTML that is clean for the web clean for mail: no frames, players, folding or layout, no
 * style but three fixed ones, images as the digest's owner wants them. Safe for many threads.
 */
public final class MailHtml {

    static final String IMAGE_STYLE = "max-width:100%;height:auto";
    static final String CODE_STYLE = "white-space:pre-wrap;font-family:monospace";
    static final String QUOTE_STYLE =
            "margin:0 0 0 1em;padding-left:1em;border-left:2px solid #ccc";

    private final Judge judge = new Judge(Policies.mail());

    /**
     * The text for a mail.
     *
     * @param webHtml what {@link WebHtml} made
     */
    public String clean(String webHtml, MailImages images) {
        String bounded = Bounds.cut(webHtml);
        if (bounded.indexOf('<') < 0) {
            return bounded;
        }
        Element body = Fragments.parse(bounded);
        players(body);
        body.select("article, aside, section, header, footer, main, nav, figure, details")
                .tagName("div");
        body.select("figcaption, summary").tagName("p");
        body.select("img").forEach(image -> image(image, images));
        body.select("pre").attr("style", CODE_STYLE);
        body.select("blockquote").attr("style", QUOTE_STYLE);
        return judge.judged(body);
    }

    private static void players(Element body) {
        for (Element player : body.select("iframe, video, audio")) {
            Element source = player.hasAttr("src") ? player : player.selectFirst("source[src]");
            if (source == null) {
                player.remove();
            } else {
                String url = source.attr("src");
                player.replaceWith(new Element("a").attr("href", url).text(label(player, url)));
            }
        }
        body.select("source").remove();
    }

    private static String label(Element player, String url) {
        return (player.is("audio") ? "Audio: " : "Video: ") + Addresses.host(url);
    }

    private static void image(Element image, MailImages images) {
        String url = image.attr("src");
        Optional<String> source = url.isEmpty() ? Optional.empty() : images.source(url);
        if (source.isEmpty()) {
            image.replaceWith(new TextNode(image.attr("alt")));
            return;
        }
        image.attr("src", source.get()).attr("style", IMAGE_STYLE);
        // the style asks for the width that there is; a fixed height would distort
        image.removeAttr("height");
    }
}
