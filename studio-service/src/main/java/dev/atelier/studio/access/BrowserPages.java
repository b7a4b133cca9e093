package dev.atelier.studio.access;

/** The few pages that Atelier shows a browser itself. */
public final class BrowserPages {
    private BrowserPages() {}

    /**
     * A whole page.
     *
     * @param title plain text
     * @param body HTML
     * @param head HTML for its head; may be ""
     */
    public static String page(String title, String body, String head) {
        return """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s · Atelier</title>
                <meta name="viewport" content="width=device-width">%s<style>
                body{font:16px/1.5 system-ui,sans-serif;background:#f7f7f5;color:#222;display:grid;place-items:center;min-height:90vh;margin:0}
                main{background:#fff;border:1px solid #e3e3df;border-radius:10px;padding:32px 40px;max-width:520px}
                h1{font-size:20px;margin:0 0 12px}p{margin:10px 0}code{background:#f1f1ee;padding:1px 5px;border-radius:4px}
                a{color:#b5560b}button{font:inherit;padding:6px 18px;border:1px solid #b5560b;border-radius:6px;background:#e4781f;color:#fff;cursor:pointer}
                .bar{height:4px;background:#eee;border-radius:2px;overflow:hidden}
                .bar i{display:block;height:100%%;width:40%%;background:#e4781f;animation:m 1.2s ease-in-out infinite alternate}
                @keyframes m{from{margin-left:0}to{margin-left:60%%}}
                </style></head><body><main><h1>%s</h1>%s</main></body></html>
                """.formatted(escape(title), head, escape(title), body);
    }

    /** Plain text in HTML. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
