# belay: a plan compiler and static validator. `make help` lists the targets.

# Settings: override them on the command line or in config.mk (not tracked).
-include config.mk

PREFIX     ?= /usr/local
MODE       ?= release
BISON      ?= bison
FLEX       ?= flex
PKG_CONFIG ?= pkg-config
SECONDS    ?= 20
DOCS_URL   ?=
VERSION    := 0.1.0

# Libraries. libpg_query and libmd are linked by name where they have no .pc file.
LIBRARIES := yaml-0.1 libcmark-gfm jansson libutf8proc
LIBS      := -lmd

flags-release  := -O2 -g
flags-debug    := -O0 -g
flags-asan     := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
flags-coverage := -O0 -g --coverage
$(if $(flags-$(MODE)),,$(error MODE is one of: release debug asan coverage))

# Says what is built; V=1 shows the commands.
quiet = $(if $(V),,@echo "  $@"; )

# Layout: nothing is written outside build/.
B        := build/$(MODE)
G        := build/generated
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
            -Wpointer-arith -Wvla -Wswitch-enum -Werror=implicit-function-declaration \
            $(if $(CI),-Werror)
CFLAGS   ?= $(flags-$(MODE))
override CFLAGS   += -std=c17 $(WARNINGS)
override CPPFLAGS += -D_POSIX_C_SOURCE=200809L -DBELAY_VERSION='"$(VERSION)"' -DBELAY_DOCS_URL='"$(DOCS_URL)"' \
                     -Icompiler -I. -Ibuild
LDFLAGS  += $(filter -fsanitize% --coverage,$(flags-$(MODE)))

library-cflags = $(shell $(PKG_CONFIG) --cflags $(LIBRARIES))
library-libs   = $(shell $(PKG_CONFIG) --libs $(LIBRARIES)) $(LIBS)

SOURCES    := $(sort $(wildcard compiler/*/*.c compiler/*/*/*.c backends/*.c))
DOCUMENTED := $(sort grammar/plan.y $(SOURCES))
TEMPLATES  := $(sort $(wildcard templates/*.tmpl))
TABLES     := readers formats backends
GENERATED  := $(G)/plan.tab.c $(G)/plan.lex.c $(G)/kinds.c $(G)/rules.c $(TABLES:%=$(G)/%.c) \
              $(TEMPLATES:%.tmpl=$(G)/%.c)
HEADERS    := $(G)/plan.tab.h $(G)/plan.lex.h $(G)/kinds.h $(TEMPLATES:%.tmpl=$(G)/%.h)
OBJECTS    := $(SOURCES:%.c=$(B)/%.o) $(GENERATED:$(G)/%.c=$(B)/generated/%.o)
LIBRARY    := $(filter-out $(B)/compiler/driver/main.o,$(OBJECTS))

.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY: $(GENERATED) $(HEADERS)

all: $(B)/belay ## build the compiler (MODE=release|debug|asan|coverage)

$(B)/belay: $(OBJECTS)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(library-libs)

$(B)/%.o: %.c Makefile | $(HEADERS)
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/generated/%.o: $(G)/%.c Makefile | $(HEADERS)
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CPPFLAGS) $(CFLAGS) -Wno-missing-prototypes -Wno-switch-enum -Wno-unused-parameter -Wno-sign-compare -MMD -MP -c -o $@ $<

# Generated sources. A table depends on the list of files as well as on the files, so that a
# deleted rule leaves it too.
$(G)/plan.tab.c $(G)/plan.tab.h &: grammar/plan.y
	@mkdir -p $(@D)
	$(BISON) -Wall -Wcounterexamples -Werror -o $(G)/plan.tab.c --header=$(G)/plan.tab.h $<

$(G)/plan.lex.c $(G)/plan.lex.h &: grammar/plan.l
	@mkdir -p $(@D)
	$(FLEX) -o $(G)/plan.lex.c --header-file=$(G)/plan.lex.h $<

$(G)/kinds.h $(G)/kinds.c $(G)/rules.c: $(G)/%: $(DOCUMENTED) tools/registry.awk $(G)/sources.list
	awk -f tools/registry.awk -v want=$* $(DOCUMENTED) >$@

table-readers  := -v what=reader -v header_file=readers/reader.h
table-formats  := -v what=format -v header_file=report/format.h
table-backends := -v what=backend -v header_file=backends/backend.h
$(TABLES:%=$(G)/%.c): $(G)/%.c: $(SOURCES) tools/registry.awk $(G)/sources.list
	awk -f tools/registry.awk -v want=table $(table-$*) $(SOURCES) >$@

$(G)/templates/%.c: templates/%.tmpl tools/templates.awk
	@mkdir -p $(@D)
	awk -f tools/templates.awk -v want=c $< >$@

$(G)/templates/%.h: templates/%.tmpl tools/templates.awk
	@mkdir -p $(@D)
	awk -f tools/templates.awk -v want=h $< >$@

$(G)/sources.list: FORCE
	@mkdir -p $(@D)
	@echo $(DOCUMENTED) | cmp -s - $@ || echo $(DOCUMENTED) >$@

clean: ## remove build/
	rm -rf build

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' Makefile

FORCE:
.PHONY: all clean help FORCE

-include $(OBJECTS:.o=.d)
