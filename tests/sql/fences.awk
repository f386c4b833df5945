# Writes each SQL fence of Markdown files and plans into a file of its own, DIR/NAME-LINE.sql.
# usage: awk -v dir=DIR -f fences.awk FILE...
FNR == 1 {
    is_open = 0
    name = FILENAME
    sub(/.*\//, "", name)
    opener = name ~ /\.belay$/ ? "```+ *sql[ \t]*$" : "^[ \t]*(```+|~~~+) *(sql|postgres|postgresql|pgsql|psql)"
}

is_open && /^[ \t]*(```+|~~~+)/ {
    is_open = 0
    close(out)
    next
}

!is_open && tolower($0) ~ opener {
    is_open = 1
    match($0, /^[ \t]*/)
    indent = RLENGTH
    out = sprintf("%s/%s-%04d.sql", dir, name, FNR)
    printf "" >out
    next
}

is_open { print substr($0, indent + 1) >out }
