#include "drawing/svg.h"

#include "base/utf8.h"
#include "report/cells.h"

// Every colour is legible on its ground; none carries meaning alone.
static const char page_style[] =
    "<style>\n"
    "svg{background:#fff;--ink:#1b1f24;--soft:#59636e;--rule:#d1d9e0;--box:#f6f8fa;\n"
    "--a:#0969da;--b:#1a7f37;--c:#9a6700;--d:#cf222e;--e:#8250df}\n"
    "@media (prefers-color-scheme:dark){svg{background:#0d1117;--ink:#e6edf3;--soft:#9198a1;\n"
    "--rule:#3d444d;--box:#151b23;--a:#4493f8;--b:#3fb950;--c:#d29922;--d:#f85149;--e:#ab7df8}}\n"
    "text{font:13px system-ui,sans-serif;fill:var(--ink)}\n"
    ".title{font-size:16px;font-weight:600}.head{font-size:12px;font-weight:600}\n"
    ".strong{font-weight:600}.small{font-size:11px;fill:var(--soft)}\n"
    ".middle{text-anchor:middle}.end{text-anchor:end}\n"
    ".box{fill:var(--box);stroke:var(--rule)}.last{fill:var(--box);stroke:var(--d)}\n"
    ".edge{stroke:var(--soft);fill:none}.grid{stroke:var(--rule)}\n"
    ".no-return{stroke:var(--d);stroke-width:2;stroke-dasharray:6 4}\n"
    ".version{fill:var(--a)}.written{fill:var(--e)}.read{fill:var(--b)}.flag{fill:var(--c)}\n"
    ".phase{fill:var(--a)}.open{fill:var(--a);fill-opacity:.4}.wait{fill:var(--rule)}\n"
    ".point{fill:var(--e)}\n"
    ".nothing,.clean,.lossy,.restore,.none{fill:none;stroke-width:1.5}\n"
    ".nothing{stroke:var(--soft);stroke-dasharray:2 3}.clean{stroke:var(--b)}\n"
    ".lossy,.restore{stroke:var(--c)}.none{stroke:var(--d);stroke-width:2}\n"
    "</style>\n"
    "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" "
    "markerHeight=\"7\" orient=\"auto-start-reverse\">"
    "<path d=\"M0 0L8 4L0 8z\" fill=\"context-stroke\"/></marker></defs>\n";

static bool is_allowed(uint32_t code_point)
{
    return (code_point >= 0x20 && code_point < 0x7F)
           || (code_point >= 0xA0 && code_point < 0xFFFE
               && !(code_point >= 0x202A && code_point <= 0x202E)
               && !(code_point >= 0x2066 && code_point <= 0x2069))
           || code_point >= 0x10000;
}

void svg_text(struct output *out, struct str text)
{
    for (size_t at = 0, length; at < text.length; at += length) {
        uint32_t code_point = utf8_decode(str_from(text, at), &length);
        if (code_point == '\n' || code_point == '\t' || code_point == '\r')
            output_char(out, ' ');
        else if (!is_allowed(code_point) || (code_point & 0xFFFE) == 0xFFFE)
            output_str(out, STR("\xEF\xBF\xBD"));
        else if (strchr("<>&\"'", (int)(code_point < 0x80 ? code_point : ' ')))
            output_format(out, "&#%u;", code_point);
        else if (code_point == 0xFFFD)
            output_str(out, STR("\xEF\xBF\xBD")); // also for bytes that are no UTF-8
        else
            output_str(out, str_slice(text, at, at + length));
    }
}

void svg_begin(struct output *out, unsigned width, unsigned height, struct str title)
{
    output_format(out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%u\" "
                  "height=\"%u\" viewBox=\"0 0 %u %u\">\n<title>",
                  width, height, width, height);
    svg_text(out, title);
    output_str(out, STR("</title>\n"));
    output_str(out, str_of(page_style));
}

void svg_end(struct output *out)
{
    output_str(out, STR("</svg>\n"));
}

void svg_label(struct output *out, double x, double y, const char *class, struct str text,
               unsigned cells)
{
    size_t length = cells_fit(text, cells, 1, false);
    output_format(out, "<text x=\"%g\" y=\"%g\" class=\"%s\">", x, y, class);
    svg_text(out, str_slice(text, 0, length));
    if (length < text.length) {
        output_str(out, STR("…<title>"));
        svg_text(out, text);
        output_str(out, STR("</title>"));
    }
    output_str(out, STR("</text>\n"));
}

void svg_box(struct output *out, double x, double y, double width, double height,
             const char *class)
{
    output_format(out,
                  "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" rx=\"3\" class=\"%s\"/>\n",
                  x, y, width, height, class);
}

void svg_line(struct output *out, double x1, double y1, double x2, double y2, const char *class)
{
    output_format(out, "<line x1=\"%g\" y1=\"%g\" x2=\"%g\" y2=\"%g\" class=\"%s\"/>\n", x1, y1,
                  x2, y2, class);
}
