package dev.warren.tunnels.live;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A QR code of half-block characters, two modules in each. Light modules are drawn, since most
 * terminals are dark; cameras read it the other way round as well.
 *
 * @see <a href="https://www.iso.org/standard/83389.html">ISO/IEC 18004</a>
 */
final class QrPicture {

    /** Light modules around; the standard asks for 4, but readers take 2. */
    private static final int MARGIN = 2;

    private QrPicture() {}

    /** The rows of the picture of {@code text}, at most 500 characters. */
    static List<String> of(String text) {
        ByteMatrix modules = modules(text);
        int side = modules.getWidth();
        List<String> rows = new ArrayList<>();
        for (int y = -MARGIN; y < side + MARGIN; y += 2) {
            StringBuilder row = new StringBuilder(side + 2 * MARGIN);
            for (int x = -MARGIN; x < side + MARGIN; x++) {
                row.append(block(isLight(modules, x, y), isLight(modules, x, y + 1)));
            }
            rows.add(row.toString());
        }
        return rows;
    }

    private static ByteMatrix modules(String text) {
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("qr: %s (expected: less text)".formatted(text), e);
        }
    }

    private static boolean isLight(ByteMatrix modules, int x, int y) {
        int side = modules.getWidth();
        return x < 0 || y < 0 || x >= side || y >= side || modules.get(x, y) == 0;
    }

    private static char block(boolean upper, boolean lower) {
        if (upper) {
            return lower ? '\u2588' : '\u2580';
        }
        return lower ? '\u2584' : ' ';
    }
}
