"""Plans that are hard to report about: by their names, their characters, their line ends."""

PLANS = {
    # A name that needs encoding in a URI and escaping in a workflow command; a byte order mark;
    # mixed line ends; links, placeholders and commands in titles; characters of every width.
    "odd name, 100% 表示名.belay": """\ufeffplan "Orders [draft](http://x.example/) {0} ::error::x" {\r
  flag checkout\r
\t# belay: file-ignore[missing-owner] -- agreed with OPS [1](2) ##[group]x\r
  phase expand "表示名-😀 {1} \u202e \U0001F469\u200D\U0001F4BB e\u0301" {\r
    step "add ##[error]x" ```sql
    ALTER TABLE users ADD COLUMN 表示名 text\r
    ```\r
    ramp checkout 10%\r
  }\r
  phase backfill "TBD [drop](1)" { when 2027-03-06 ; step "drop ##vso[task.x]" ```sql
   UPDATE users SET 表示名 = name
   ```
  }
  phase contract "::warning file=x::y" { when 2027-03-05
    step "drop" ```sql
    ALTER TABLE users DROP COLUMN 😀
    ```
  }
}
""".encode(),
    # Bytes that are not UTF-8, controls, and text that ends within a string.
    "broken.belay": b"plan \"x\xff\xfe\x00\xe8\xa1y\" {\n  \x1b[31m bad 1abc \x7f \xc2\x9b31m \"\n",
    # Lone carriage returns, no line end at the end.
    "returns.belay": b"plan \"p\" {\r  wat 1\r  phsae expand \"E\" {\r  }\r\r}\rx",
    "empty.belay": b"",
    "-dash.belay": b"plan \"p\" {\n",
    # A line of more than a thousand findings, and one of 200,000 bytes.
    "long.belay": b"plan \"p\" {" + b" wat;" * 1200
                  + b"\n  owner \"" + "é表😀\t".encode() * 20000 + b"\" ; nope\n}\n",
    "many.belay": b"plan \"p\" {\n" + b"  wat 1\n" * 40 + b"}\n",
    "two.belay": b"plan \"p\" {\n  phase expand \"E\" {\n    soak 1d\n    soak 2d\n  }\n"
                 b"  phase expand \"F\" {\n",
    ":colon::x.belay": b"plan \"p\" {\n  wat\n}\n",
}
