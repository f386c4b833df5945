# belay: a plan compiler and static validator. `make help` lists the targets.

# Settings: override them on the command line or in config.mk (not tracked).
-include config.mk

PREFIX     ?= /usr/local
MODE       ?= release
BISON      ?= bison
FLEX       ?= flex
PKG_CONFIG ?= pkg-config
CC_FOR_BUILD ?= $(CC)
SECONDS    ?= 20
DOCS_URL   ?=
VERSION    := 0.1.0

# Libraries. libmd and libpg_query have no .pc file. libpg_query is linked statically: so
# it costs 0.3 ms at each start instead of 0.6, and need not be where belay is used. libical
# is loaded when a calendar is read or written (base/ical-library.c).
LIBRARIES := yaml-0.1 libcmark-gfm jansson libutf8proc
LIBS      := -lmd -l:libpg_query.a -lm -pthread

flags-release  := -O2 -g
flags-debug    := -O0 -g
flags-asan     := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
flags-coverage := -O0 -g --coverage
flags-fuzz     := -O0 -gline-tables-only -fno-pie -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
$(if $(flags-$(MODE)),,$(error MODE is one of: release debug asan coverage fuzz))

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
LDFLAGS  += $(filter -fsanitize% --coverage,$(flags-$(MODE))) $(if $(filter -fno-pie,$(flags-$(MODE))),-no-pie)

library-cflags = $(shell $(PKG_CONFIG) --cflags $(LIBRARIES))
library-libs   = $(shell $(PKG_CONFIG) --libs $(LIBRARIES)) $(LIBS)

SOURCES    := $(sort $(wildcard compiler/*/*.c compiler/*/*/*.c backends/*.c))
DOCUMENTED := $(sort grammar/plan.y $(SOURCES))
TEMPLATES  := $(sort $(wildcard templates/*.tmpl))
DOCUMENT_TEMPLATES := $(addprefix templates/,markdown.tmpl plan-document.tmpl schedule-document.tmpl stakeholders.tmpl)
TABLES     := readers formats backends drawings
GRAMMARS   := plan mysql sqlite
GENERATED  := $(GRAMMARS:%=$(G)/%.tab.c) $(GRAMMARS:%=$(G)/%.lex.c) $(G)/kinds.c $(G)/rules.c $(TABLES:%=$(G)/%.c) \
              $(G)/templates.c $(TEMPLATES:%.tmpl=$(G)/%.c)
HEADERS    := $(GRAMMARS:%=$(G)/%.tab.h) $(GRAMMARS:%=$(G)/%.lex.h) $(G)/kinds.h $(TEMPLATES:%.tmpl=$(G)/%.h)
OBJECTS    := $(SOURCES:%.c=$(B)/%.o) $(GENERATED:$(G)/%.c=$(B)/generated/%.o)
LIBRARY    := $(filter-out $(B)/compiler/driver/main.o,$(OBJECTS))

.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY: $(GENERATED) $(HEADERS)

all: $(B)/belay ## build the compiler (MODE=release|debug|asan|coverage)

# Clang takes three times as long to optimize what its sanitizers put in as to compile it, which is
# longer than all tests run. So the fuzz build optimizes only what every input runs through.
HOT := $(wildcard compiler/base/*.c compiler/source/*.c) \
       $(patsubst %,compiler/sql/%.c,cursor host-string scan token) $(GRAMMARS:%=generated/%.lex.c)
$(HOT:%.c=build/fuzz/%.o): override CFLAGS += -O1

$(B)/belay: $(OBJECTS)
	$(quiet)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(library-libs)

$(B)/%.o: %.c Makefile | $(HEADERS)
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/tools/%.o: tools/%.c Makefile | $(HEADERS)
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/tests/%.o: tests/%.c Makefile | $(HEADERS)
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CPPFLAGS) $(CFLAGS) -Wno-missing-prototypes -MMD -MP -c -o $@ $<

$(B)/generated/%.o: $(G)/%.c Makefile | $(HEADERS)
	@mkdir -p $(@D)
	$(quiet)$(CC) $(CPPFLAGS) $(CFLAGS) -Wno-missing-prototypes -Wno-switch-enum -Wno-unused-parameter -Wno-sign-compare -MMD -MP -c -o $@ $<

# Generated sources. A table depends on the list of files as well as on the files, so that a
# deleted rule leaves it too.
$(G)/%.tab.c $(G)/%.tab.h &: grammar/%.y
	@mkdir -p $(@D)
	$(BISON) -Wall -Wcounterexamples -Werror -o $(G)/$*.tab.c --header=$(G)/$*.tab.h $<

$(G)/%.lex.c $(G)/%.lex.h &: grammar/%.l
	@mkdir -p $(@D)
	$(FLEX) -o $(G)/$*.lex.c --header-file=$(G)/$*.lex.h $<

$(G)/kinds.h $(G)/kinds.c $(G)/rules.c: $(G)/%: $(DOCUMENTED) tools/registry.awk $(G)/sources.list
	awk -f tools/registry.awk -v want=$* $(DOCUMENTED) >$@

table-readers  := -v what=reader -v header_file=readers/reader.h
table-formats  := -v what=format -v header_file=report/format.h
table-backends := -v what=backend -v header_file=backends/backend.h
table-drawings := -v what=drawing -v header_file=drawing/drawing.h
$(TABLES:%=$(G)/%.c): $(G)/%.c: $(SOURCES) tools/registry.awk $(G)/sources.list
	awk -f tools/registry.awk -v want=table $(table-$*) $(SOURCES) >$@

# The generator of templates shares its reader with belay, and runs on the building machine.
TEMPLATE_TOOL := tools/templates.c backends/template-read.c $(addprefix compiler/base/,arena.c output.c str.c)

build/tools/templates: $(TEMPLATE_TOOL) backends/template.h backends/template-read.h $(wildcard compiler/base/*.h)
	@mkdir -p $(@D)
	$(quiet)$(CC_FOR_BUILD) -O1 -std=c17 $(CPPFLAGS) $(WARNINGS) -o $@ $(TEMPLATE_TOOL)

$(G)/templates/%.c: templates/%.tmpl build/tools/templates
	@mkdir -p $(@D)
	build/tools/templates c $< >$@

$(G)/templates/%.h: templates/%.tmpl build/tools/templates
	@mkdir -p $(@D)
	build/tools/templates h $< >$@

$(G)/templates.c: $(TEMPLATES) build/tools/templates $(G)/sources.list
	build/tools/templates table $(TEMPLATES) >$@

$(G)/sources.list: FORCE
	@mkdir -p $(@D)
	@echo $(DOCUMENTED) $(TEMPLATES) | cmp -s - $@ || echo $(DOCUMENTED) $(TEMPLATES) >$@

# ---- Tests. `check` runs everything; the others are its parts.

UNIT_SOURCES := $(sort $(wildcard tests/unit/*.c))
UNIT_OBJECTS := $(UNIT_SOURCES:%.c=$(B)/%.o) $(B)/generated/unit-tests.o

$(G)/unit-tests.c: $(UNIT_SOURCES) tools/unit-tests.awk
	awk -f tools/unit-tests.awk $(UNIT_SOURCES) >$@

$(B)/unit-tests: $(UNIT_OBJECTS) $(LIBRARY)
	$(quiet)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(library-libs)

# Judges calendars by libical; tests/script/documents.sh builds it.
$(B)/ics-check: $(B)/tests/tools/ics-check.o
	$(quiet)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(shell $(PKG_CONFIG) --libs libical)

# Writes plans as YAML, and reads them back; tests/script/yaml.sh builds it.
$(B)/as-yaml: $(B)/tests/tools/as-yaml.o $(LIBRARY)
	$(quiet)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(library-libs)

# Prints which lines of a document are taken for phases; tests/corpus/run builds it.
$(B)/corpus-series: $(B)/tests/corpus/series.o $(LIBRARY)
	$(quiet)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(library-libs)

# Prints the statements of SQL files; tests/sql/run builds it.
$(B)/sql-statements: $(B)/tests/sql/statements.o $(LIBRARY)
	$(quiet)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(library-libs)

# Prints what statements lock, for tests/locks/run, which builds it.
$(B)/locks-table: $(B)/tests/locks/table.o $(LIBRARY)
	$(quiet)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(library-libs)

# Measures reading and applying SQL beside libpg_query; tests/bench/run runs it.
$(B)/bench: $(B)/tests/bench/bench.o $(LIBRARY)
	$(quiet)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(library-libs)

# Measures the model of a plan; tests/bench/run runs it.
$(B)/bench-plan: $(B)/tests/bench/plan.o $(LIBRARY)
	$(quiet)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(library-libs)

$(G)/examples/codes: $(DOCUMENTED) tools/registry.awk $(G)/sources.list
	@rm -rf $(G)/examples && mkdir -p $(G)/examples
	@awk -f tools/registry.awk -v want=examples -v dir=$(G)/examples $(DOCUMENTED)

# Holds the catalog against real servers; tests/catalog/run runs it.
CATALOG_CHECK := $(sort $(wildcard tests/catalog/*.c))
$(B)/catalog-check: $(CATALOG_CHECK:%.c=$(B)/%.o) $(LIBRARY)
	$(quiet)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(library-libs)

dependencies: ## install the packages that are missing (as root, on Debian)
	@tools/dependencies check

check: ## install what is missing, build, and pass every test (at most five minutes)
	@tools/dependencies check
	@tests/check

check-long: ## the suites that take hours
	@tools/dependencies check
	@LONG=1 tests/check

test: all $(B)/unit-tests $(G)/examples/codes ## run the unit tests, the rules' examples and the golden cases
	@$(B)/unit-tests
	@tests/run $(B)/belay $(G)/examples tests/cases

bless: all $(B)/unit-tests $(G)/examples/codes ## rewrite the expected output of the golden cases; read the diff
	@BLESS=1 $(B)/unit-tests
	@BLESS=1 tests/run $(B)/belay $(G)/examples tests/cases

# The fuzz targets are built by clang, beside the sanitizer build.
FUZZERS := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(filter-out tests/fuzz/compile.c,$(wildcard tests/fuzz/*.c)))

fuzz-library:
	@$(MAKE) --no-print-directory MODE=fuzz CC=clang build/fuzz/library.a

build/fuzz/%: tests/fuzz/%.c tests/fuzz/compile.c fuzz-library
	@clang $(CPPFLAGS) $(flags-fuzz) -no-pie -fsanitize=fuzzer -std=c17 -o $@ tests/fuzz/$*.c tests/fuzz/compile.c \
	    build/fuzz/library.a $(library-libs)

build/fuzz/library.a: $(LIBRARY)
	@mkdir -p $(@D)
	@rm -f $@
	@ar rcs $@ $^

fuzzers: $(FUZZERS) # built, not run

fuzz: $(FUZZERS) $(G)/examples/codes ## fuzz every reader for SECONDS=20 each, seeded with all cases
	@tests/fuzz/run $(SECONDS) $(FUZZERS)

bench: $(B)/bench $(B)/bench-plan $(B)/belay ## measure belay, its SQL beside libpg_query and squawk; prints a table
	@tests/bench/run $(B)

lint: $(GENERATED) $(HEADERS) ## shellcheck, cppcheck, clang's analyzer
	@tools/lint $(CPPFLAGS) -- $(SOURCES)

check-layers: ## check that every #include points downwards
	@tools/check-layers

check-headers: $(HEADERS) ## check that every header compiles alone
	@for header in $$(find compiler backends -name '*.h'); do \
	    $(CC) $(CPPFLAGS) $(library-cflags) -std=c17 -Wall -fsyntax-only -x c $$header || exit 1; done
	@echo "ok 1 - every header compiles alone"

check-generators: $(GENERATED) $(HEADERS) ## check that every awk generates the same
	@for want in kinds.h kinds.c rules.c; do for awk in mawk 'gawk --posix'; do \
	    $$awk -f tools/registry.awk -v want=$$want $(DOCUMENTED) | cmp - $(G)/$$want || exit 1; \
	done; done
	@echo "ok 1 - every awk generates the same"

demo: ## install what is missing, build, and carry the example out under a living service
	@tools/dependencies build
	@$(MAKE) --no-print-directory -j"$$(nproc)" all
	@tools/demo $(B)/belay

sizes: ## report long functions and files
	@tools/sizes

docs: all ## write docs/rules/ and the tables of docs/language.md
	@rm -rf build/docs/rules && mkdir -p build/docs/rules
	@awk -f tools/registry.awk -v want=pages -v dir=build/docs/rules $(DOCUMENTED)
	@$(MAKE) --no-print-directory $(B)/forms-table
	@tools/language-tables $(B)/forms-table docs/language.md

$(B)/forms-table: $(B)/tools/forms-table.o $(LIBRARY)
	$(quiet)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(library-libs)

check-docs: $(B)/forms-table ## check that docs/language.md agrees with the table of forms
	@tools/language-tables --check $(B)/forms-table docs/language.md

install: all ## install into $(DESTDIR)$(PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(B)/belay $(DESTDIR)$(PREFIX)/bin/belay
	install -d $(DESTDIR)$(PREFIX)/share/belay/templates
	install -m 644 $(DOCUMENT_TEMPLATES) $(DESTDIR)$(PREFIX)/share/belay/templates

uninstall: ## remove what install installed
	rm -f $(DESTDIR)$(PREFIX)/bin/belay
	rm -rf $(DESTDIR)$(PREFIX)/share/belay

clean: ## remove build/
	rm -rf build

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' Makefile

FORCE:
.PHONY: all bench demo dependencies check check-long test bless fuzz-library fuzzers fuzz lint check-layers check-headers check-generators \
        check-docs sizes docs install uninstall clean help FORCE

-include $(OBJECTS:.o=.d) $(UNIT_OBJECTS:.o=.d) $(CATALOG_CHECK:%.c=$(B)/%.d)
-include $(patsubst %,$(B)/tests/%.d,bench/bench bench/plan sql/statements locks/table tools/as-yaml)
