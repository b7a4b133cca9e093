package dev.atelier.billing.price.grpc;

import dev.atelier.api.time.ProtoTimes;
import dev.atelier.billing.price.BookVersion;
import dev.atelier.billing.price.PriceBookImports;
import dev.atelier.billing.price.PriceChange;
import dev.atelier.billing.price.book.BookFormat;
import dev.atelier.billing.v1.PriceBook;
import dev.atelier.billing.v1.PriceBookFormat;
import dev.atelier.billing.v1.PriceFigure;
import dev.atelier.billing.v1.SkippedPrices;

/** Price books as messages. */
final class PriceBookProtos {
    private PriceBookProtos() {}

    static PriceBook book(BookVersion version) {
        PriceBook.Builder book = PriceBook.newBuilder()
                .setPriceBookId(PriceBookImports.id(version.id()))
                .setName(version.name())
                .setFormat(format(version.format()))
                .setVersion(version.version())
                .setSha256(version.sha256())
                .setImportTime(ProtoTimes.timestamp(version.importedAt()))
                .setImportedBy(version.importedBy())
                .setPriceCount(version.priceCount());
        if (version.activeFrom() != null) {
            book.setActiveFrom(ProtoTimes.timestamp(version.activeFrom()));
        }
        version.skipped()
                .forEach(one -> book.addSkipped(SkippedPrices.newBuilder()
                        .setReason(one.reason())
                        .setCount(one.count())
                        .setFirstLine(one.firstLine())));
        return book.build();
    }

    static dev.atelier.billing.v1.PriceChange change(PriceChange change) {
        dev.atelier.billing.v1.PriceChange.Builder message = dev.atelier.billing.v1.PriceChange.newBuilder()
                .setInstanceType(change.key().instanceType())
                .setComponent(PriceProtos.component(change.key().component()))
                .setRegion(change.key().region());
        if (change.before() != null) {
            message.setBefore(figure(change.before()));
        }
        if (change.after() != null) {
            message.setAfter(figure(change.after()));
        }
        return message.build();
    }

    private static PriceFigure figure(PriceChange.Figure figure) {
        return PriceFigure.newBuilder()
                .setPricePerHour(PriceProtos.money(figure.perHour()))
                .setEstimated(figure.estimated())
                .build();
    }

    private static PriceBookFormat format(BookFormat format) {
        return switch (format) {
            case CSV -> PriceBookFormat.PRICE_BOOK_FORMAT_CSV;
            case AWS_OFFER_JSON -> PriceBookFormat.PRICE_BOOK_FORMAT_AWS_OFFER_JSON;
            case AWS_OFFER_CSV -> PriceBookFormat.PRICE_BOOK_FORMAT_AWS_OFFER_CSV;
        };
    }

    /** The code of a format; something that is no code when it is not known. */
    static String code(PriceBookFormat format) {
        return switch (format) {
            case PRICE_BOOK_FORMAT_UNSPECIFIED, PRICE_BOOK_FORMAT_CSV -> BookFormat.CSV.code();
            case PRICE_BOOK_FORMAT_AWS_OFFER_JSON -> BookFormat.AWS_OFFER_JSON.code();
            case PRICE_BOOK_FORMAT_AWS_OFFER_CSV -> BookFormat.AWS_OFFER_CSV.code();
            case UNRECOGNIZED -> format.name();
        };
    }
}
