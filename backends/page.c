#include "backends/page.h"

#include "backends/events.h"
#include "generated/templates/markdown.h"
#include "model/model.h"

// A plan that calls itself one is not called so twice.
static struct str title_of(struct arena *arena, struct str kind, struct str title)
{
    if (str_equal_ignoring_case(str_slice(title, 0, kind.length), kind))
        return title;
    return arena_format(arena, "%.*s: %.*s", STR_ARGS(kind), STR_ARGS(title));
}

struct page page_open(struct artefacts *artefacts, const struct unit *unit, struct str path,
                      struct str kind)
{
    struct page page = {
        .out = &artefacts_add(artefacts, path)->text,
        .replacements = artefacts->replacements,
        .arena = artefacts->arena,
        .plan = unit->plan,
        .model = unit->model,
        .schedule = schedule_compute(artefacts->arena, unit->plan),
    };
    markdown_title(&page, title_of(page.arena, kind, unit->plan->title.str),
                   artefacts->plan_name, artefacts->plan_digest);
    return page;
}

void page_gap(struct page *page)
{
    if (!str_ends_with(output_get(page->out), STR("\n\n")))
        output_char(page->out, '\n');
}

void page_section(struct page *page, struct str title)
{
    page->facts_title = STR_NONE;
    page_gap(page);
    markdown_section(page, title);
    page_gap(page);
}

void page_subsection(struct page *page, struct str title)
{
    page->facts_title = STR_NONE;
    page_gap(page);
    markdown_subsection(page, title);
    page_gap(page);
}

void page_label(struct page *page, struct str label)
{
    page_gap(page);
    markdown_label(page, label);
    page_gap(page);
}

void page_sentence(struct page *page, struct str label, struct str text)
{
    page_gap(page);
    markdown_sentence(page, label, text);
}

void page_facts_section(struct page *page, struct str title)
{
    page->facts_title = title;
}

void page_fact(struct page *page, struct str label, struct str value)
{
    if (value.length == 0)
        return;
    if (page->facts_title.data)
        page_section(page, page->facts_title);
    markdown_fact(page, label, value);
}

void page_quantity(struct page *page, struct str label, struct quantity quantity,
                   struct text basis)
{
    if (!quantity_is_set(quantity))
        return;
    struct str amount = quantity.text.str;
    if (text_is_set(basis))
        amount = arena_format(page->arena, "%.*s (%.*s)", STR_ARGS(amount), STR_ARGS(basis.str));
    page_fact(page, label, amount);
}

void page_items(struct page *page, const struct text_list *list)
{
    list_each(text_item, item, *list)
        markdown_bullet(page, item->text.str);
}

void page_list(struct page *page, struct str label, const struct text_list *list)
{
    if (!list->first)
        return;
    page_label(page, label);
    page_items(page, list);
}

void page_code(struct page *page, const struct code *code, unsigned indent)
{
    if (!code_is_set(code))
        return;
    page_gap(page);
    markdown_code(page, (struct listing){ .text = code->text.str,
                                               .language = code->language,
                                               .indent = indent });
    page_gap(page);
}

// ---- time

struct str page_days(struct page *page, const struct period *period)
{
    if (period->grain == GRAIN_NONE)
        return STR("");
    struct str first = schedule_day_format(page->arena, period->is_dated, period->first);
    if (!period->has_end)
        return arena_format(page->arena, "from %.*s", STR_ARGS(first));
    if (period->last == period->first)
        return first;
    return arena_format(page->arena, "%.*s to %.*s", STR_ARGS(first),
                        STR_ARGS(schedule_day_format(page->arena, period->is_dated, period->last)));
}

// The words of the plan, and the days that they mean where that says more.
static struct str words_and_days(struct page *page, const struct when *when,
                                 const struct period *period)
{
    struct str words = when_wording(page->arena, when);
    bool says_more = period->is_dated && when->kind != WHEN_DATE && when->kind != WHEN_MINUTE;
    struct str days = says_more ? page_days(page, period) : STR("");
    if (words.length == 0)
        return days;
    if (days.length == 0)
        return words;
    return arena_format(page->arena, "%.*s, %.*s", STR_ARGS(words), STR_ARGS(days));
}

struct str page_when(struct page *page, const struct when *when)
{
    struct period period = when_period(page->plan, when);
    period.has_end = period.grain != GRAIN_NONE; // the day itself
    return words_and_days(page, when, &period);
}

struct str page_after(struct page *page, const struct when *when)
{
    struct period period = after_period(page->plan, when);
    return words_and_days(page, when, &period);
}

struct str page_with_offset(struct page *page, struct str text, double offset, bool is_inferred)
{
    struct period period = offset_period(page->plan, offset, is_inferred);
    struct str day = period.is_dated ? page_days(page, &period) : STR("");
    return arena_format(page->arena, "%.*s (%.*s%s%.*s)", STR_ARGS(text),
                        STR_ARGS(offset_wording(page->arena, offset)), day.length ? ", " : "",
                        STR_ARGS(day));
}

struct str page_phase_time(struct page *page, const struct phase *phase)
{
    return words_and_days(page, &phase->when, &page->schedule.periods[phase->index]);
}

struct str page_message_time(struct page *page, const struct notify *notify,
                             const struct phase *phase)
{
    if (notify->moment == NOTIFY_WHEN || !phase)
        return page_when(page, &notify->when);
    return arena_format(page->arena, "%s of phase %d",
                        notify->moment == NOTIFY_START ? "start" : "end", phase->number);
}

// ---- messages

void page_messages(struct page *page, void (*begin)(struct page *page),
                   void (*write)(struct page *page, const struct notify *notify,
                                 const struct phase *phase))
{
    if (!plan_has_messages(page->plan))
        return;
    page_gap(page);
    begin(page);
    list_each(notify, notify, page->plan->notifies)
        write(page, notify, NULL);
    list_each(phase, phase, page->plan->phases)
        list_each(notify, notify, phase->notifies)
            write(page, notify, phase);
}

// ---- text

struct str page_difficulty(struct page *page, const struct phase *phase)
{
    const struct price *price = price_of(page->model, phase);
    if (price->class == PRICE_UNKNOWN)
        return phase->rollback.difficulty;
    return str_of(price_difficulty(price));
}

struct str page_loss(struct page *page, const struct phase *phase)
{
    const struct rollback *rollback = &phase->rollback;
    const struct price *price = price_of(page->model, phase);
    struct str loss = price_loss(page->arena, price);
    struct str later = price_later_loss(page->arena, page->model, phase);
    bool is_denied = rollback->loses_nothing && price->dropped.first;
    if (!loss.data || text_is_set(rollback->loses) || (rollback->loses_nothing && !is_denied))
        loss = loss_wording(rollback);
    if (!later.data || text_is_set(rollback->loses))
        return loss;
    return arena_format(page->arena, "%.*s%slater %.*s", STR_ARGS(loss), loss.length ? "; " : "",
                        STR_ARGS(later));
}

void page_no_return(struct page *page, const struct no_return *no_return)
{
    const struct phase *phase = no_return->phase;
    if (!phase)
        return;
    struct str event = no_return->action ? action_title(page->arena, no_return->action) : STR("");
    bool has_backup = phase->rollback.kind != ROLLBACK_IMPOSSIBLE;
    page_sentence(page, STR("Point of no return"),
                  arena_format(page->arena, "%.*s%s%.*s; %s",
                               STR_ARGS(page_phase_name(page, phase)), event.length ? ", at: " : "",
                               STR_ARGS(event),
                               has_backup ? "from there on only a backup leads back"
                                          : "from there on nothing leads back"));
}

struct str page_phase_name(struct page *page, const struct phase *phase)
{
    if (phase->title.str.length == 0)
        return arena_format(page->arena, "Phase %d", phase->number);
    return arena_format(page->arena, "Phase %d: %.*s", phase->number, STR_ARGS(phase->title.str));
}

struct str page_join(struct page *page, const struct text_list *list)
{
    struct output out = { .arena = page->arena };
    list_each(text_item, item, *list)
        output_format(&out, "%.*s%s", STR_ARGS(item->text.str), item->next ? "; " : "");
    return output_get(&out);
}
