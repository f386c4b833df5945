// The functions that forms.def names for verifications, triggers, messages and checklists.

#include "plan/bind-help.h"

static void read_verified_metric(struct binder *binder, struct verify *verify,
                                 const struct match *match)
{
    verify->kind = VERIFY_METRIC;
    verify->title = text_of(match, "name");
    read_bound(match_find(match, "is"), &verify->bound);
    bind_refer(binder, REFER_METRIC, match_find(match, "name"), &verify->metric);
}

static void read_checksum(struct binder *binder, struct verify *verify, const struct match *match)
{
    const struct capture *capture = match_find(match, "columns");
    verify->kind = VERIFY_CHECKSUM;
    read_table_use(&binder->unit->arena, capture->first, capture->end, &verify->columns);
    bind_refer(binder, REFER_MOVE, capture, &verify->move);
}

static void read_verified_code(struct binder *binder, struct verify *verify,
                               const struct match *match)
{
    verify->kind = VERIFY_CODE;
    verify->code = code_named(match, "code");
    read_bound(match_find(match, "expected"), &verify->bound);
    if (match_find(match, "store") || code_is_sql(&verify->code))
        refer_store(binder, match, &verify->store);
}

void *bind_verify(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct verify *verify = NEW(binder, verify);
    verify->statement = match->statement;
    verify->span = span_of(match);
    verify->is_inferred = match->statement->is_inferred;
    verify->over = quantity_named(match, "over");
    verify->title = text_of(match, "title");
    verify->by = text_of(match, "by");
    list_add(AT(owner, offset, struct verify_list), verify);
    if (match_has(match, "metric"))
        read_verified_metric(binder, verify, match);
    else if (match_has(match, "checksum"))
        read_checksum(binder, verify, match);
    else if (match_has(match, "rows") || match_has(match, "sample")) {
        verify->kind = match_has(match, "rows") ? VERIFY_ROWS : VERIFY_SAMPLE;
        verify->sample = quantity_named(match, "number");
        bind_refer(binder, REFER_MOVE, match_find(match, "move"), &verify->move);
    } else if (match_has(match, "schema"))
        verify->kind = VERIFY_SCHEMA;
    else if (match_has(match, "no-writes")) {
        verify->kind = VERIFY_NO_WRITES;
        bind_refer(binder, REFER_OBJECT, match_find(match, "object"), &verify->object);
    } else if (match_has(match, "manual"))
        verify->kind = VERIFY_MANUAL;
    else
        read_verified_code(binder, verify, match);
    return NULL;
}

void *bind_trigger(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct trigger *trigger = NEW(binder, trigger);
    struct str reaction = word_of(match, "reaction")->text.str;
    trigger->span = span_of(match);
    trigger->is_inferred = match->statement->is_inferred;
    trigger->metric = text_of(match, "metric");
    trigger->over = quantity_named(match, "over");
    trigger->reaction = str_is(reaction, "rollback") ? REACT_ROLLBACK
                        : str_is(reaction, "stop")   ? REACT_STOP
                                                     : REACT_INVESTIGATE;
    read_bound(match_find(match, "is"), &trigger->bound);
    if (match_has(match, "any")) {
        trigger->bound.is_any = true;
        trigger->bound.span = trigger->span;
    }
    list_add(AT(owner, offset, LIST_OF(trigger)), trigger);
    return NULL;
}

void *bind_notify(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct notify *notify = NEW(binder, notify);
    notify->span = span_of(match);
    notify->is_inferred = match->statement->is_inferred;
    notify->when = read_when(match_find(match, "when"));
    notify->moment = match_has(match, "start")              ? NOTIFY_START
                     : notify->when.kind != WHEN_NONE ? NOTIFY_WHEN
                                                            : NOTIFY_END;
    notify->text = text_of(match, "text");
    notify->to = text_of(match, "to");
    notify->by = text_of(match, "by");
    list_add(AT(owner, offset, LIST_OF(notify)), notify);
    return NULL;
}

void *bind_check(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct check *check = NEW(binder, check);
    const struct capture *at = match_find(match, "offset");
    check->span = span_of(match);
    check->is_inferred = match->statement->is_inferred;
    check->text = text_of(match, "text");
    check->list = text_of(match, "list");
    check->has_offset = at && offset_parse(at->first, &check->offset);
    check->is_done = match_has(match, "done");
    check->code = code_named(match, "code");
    list_add(AT(owner, offset, LIST_OF(check)), check);
    return NULL;
}

void *bind_change(struct binder *binder, void *owner, size_t offset, const struct match *match)
{
    struct change *change = NEW(binder, change);
    struct str keyword = form_keyword(match->form);
    change->span = span_of(match);
    change->kind = str_is(keyword, "note")   ? CHANGE_NOTE
                   : str_is(keyword, "code") ? CHANGE_CODE
                                             : CHANGE_TEXT;
    change->title = text_of(match, "title");
    change->text = text_of(match, "text");
    change->code = code_named(match, "code");
    list_add(AT(owner, offset, LIST_OF(change)), change);
    return NULL;
}
