package dev.atelier.billing.price.book;

import dev.atelier.api.error.AtelierException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Reads a book of any format as a stream, and the hash of its bytes along with it. */
public final class BookReader {
    private BookReader() {}

    /**
     * What was read.
     *
     * @param sha256 of all bytes
     */
    public record Read(ParsedBook book, String sha256) {}

    /**
     * Reads to the end.
     *
     * @param known the instance types that rates are applied to
     * @throws AtelierException {@code VALIDATION} that names the line and the reason
     */
    public static Read read(BookFormat format, InputStream content, List<InstanceSpec> known) {
        try {
            DigestInputStream hashed = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"));
            Reader reader = new InputStreamReader(hashed, StandardCharsets.UTF_8.newDecoder());
            ParsedBook book = switch (format) {
                case CSV -> OwnBook.read(reader, known);
                case AWS_OFFER_JSON -> OfferJson.read(reader);
                case AWS_OFFER_CSV -> OfferCsv.read(reader);
            };
            hashed.transferTo(java.io.OutputStream.nullOutputStream());
            return new Read(
                    book, HexFormat.of().formatHex(hashed.getMessageDigest().digest()));
        } catch (CharacterCodingException _) {
            throw AtelierException.invalid("body", "must be UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
