/// The schema language: every section with its keys.
public enum SchemaLanguage {
    /// All sections that the reference describes, in its order.
    public static let sections = [
        schema, options, table, column, index, indexTerm, unique, foreignKey, generated, swiftNames, view, viewColumn,
        dialects,
    ]

    /// A schema file.
    public static let schema = Section(
        "schema", "A schema file. It has tables, or includes files that have.",
        keys: [
            Key(
                "include", .list(.text),
                "Other files of the same language, by their path from this one. Their tables and views come first, in "
                    + "order. Only the file that is read first has options.",
                example: "include: [shelves.yaml]"),
            Key(
                "options", .mapping(options), "What holds for all generated code.",
                example: """
                    options:
                      access: package
                    tables:
                      shelves:
                        columns:
                          id: { type: integer, primary_key: true }
                    """),
            Key(
                "tables", .named(.mapping(table), mayBeEmpty: true),
                "The tables, in order, each under its name; `{}` for a schema without any.",
                example: """
                    tables:
                      shelves:
                        columns:
                          id: { type: integer, primary_key: true }
                    """),
            Key(
                "views", .named(.mapping(view)), "The views, in order, each under its name.",
                example: """
                    tables:
                      books:
                        columns:
                          title: { type: string(200), primary_key: true }
                          price: { type: integer }
                    views:
                      expensive_books:
                        columns:
                          title: { type: string(200) }
                        query: SELECT title FROM books WHERE price > 100
                    """),
        ],
        frame: """
            …
            """)

    static let options = Section(
        "set of options", "What holds for all generated code, and for the whole file.",
        keys: [
            Key(
                "access", .word(Schema.Options.AccessLevel.allCases.map(\.rawValue)),
                "The access level of the generated code; `public` without it.", example: "access: internal"),
            Key(
                "imports", .list(.text), "Modules that generated code imports, for the custom types of columns.",
                example: "imports: [LibraryTypes]"),
            Key(
                "singular_models", .boolean,
                "Models are named in the singular: the rows of `books` are values of `Book`. This is so without it; with "
                    + "`false` they are named as the table.",
                example: "singular_models: false"),
            Key(
                "acronyms", .list(.text),
                "Words that Swift names write in capitals: with `[id, url]` the column `author_id` is `authorID`.",
                example: "acronyms: [id, url]"),
            Key(
                "silence", .list(.word(Warning.allCases.map(\.rawValue))), "Warnings that are not wanted at all.",
                example: "silence: [nullable_boolean]"),
        ],
        frame: """
            options:
              …
            tables:
              books:
                columns:
                  id:       { type: integer, primary_key: true }
                  in_print: { type: boolean, nullable: true }
            """)

    static let table = Section(
        "table", "A table: its columns, what identifies a row, and what every row satisfies.",
        keys: [
            Key(
                "comment", .text, "What a row is, for the generated documentation and for the database.",
                example: "comment: A book that the library owns or has owned."),
            Key(
                "model", .text,
                "The name of the Swift type of a row, where the one made from the table's is not wanted.",
                example: "model: Volume"),
            Key(
                "swift", .text,
                "The name of the repository on a database (`db.volumes`), where the one made from the table's is not "
                    + "wanted.",
                example: "swift: volumes"),
            Key(
                "columns", .named(.mapping(column)), "The columns, in order, each under its name.", isRequired: true,
                example: ""),
            Key(
                "primary_key", .list(.text),
                "The columns that identify a row together. A key of one column is written at the column.",
                example: "primary_key: [shelf, place]"),
            Key(
                "primary_key_name", .text,
                "The name of the primary key's constraint, where it is not the one that PostgreSQL gives (`books_pkey`). "
                    + "Errors of both databases tell it.",
                example: "primary_key_name: pk_books"),
            Key(
                "singleton", .boolean,
                "The table has exactly one row. It needs a key of one integer column, which is always 1.",
                example: "singleton: true"),
            Key(
                "unique", .named(.either([.list(.text), .mapping(unique)])),
                "Columns whose values no two rows share, each under the name of the constraint. An upsert can use them.",
                example: "unique:\n  one_per_place: [shelf, place]"),
            Key(
                "indexes", .named(.either([.list(indexTermShape), .mapping(index)])),
                "The indexes, each under its name, which is unique in the whole database.",
                example: "indexes:\n  books_price: [price desc, title]"),
            Key(
                "checks", .named(.sql), "Conditions in SQL that every row satisfies, each under its name.",
                example: "checks:\n  price_is_positive: price > 0"),
            Key(
                "foreign_keys", .named(.mapping(foreignKey)),
                "References over several columns, each under the name of the constraint. One over a single column is "
                    + "written at the column.",
                example: """
                    foreign_keys:
                      books_place:
                        columns: [shelf, place]
                        references: [places.shelf, places.place]
                    """),
            Key(
                "renamed_from", .text,
                "The name that the table had in the previous revision, so that its rows are kept.",
                example: "renamed_from: volumes"),
            Key(
                "strict", .boolean,
                "SQLite checks the types of values, as PostgreSQL always does. This is so without it; `false` is for "
                    + "tables that exist already.",
                example: "strict: false"),
            Key(
                "without_rowid", .boolean,
                "SQLite stores the rows in the order of the primary key. Good for small rows with a key that is no number.",
                example: "without_rowid: true"),
            Key(
                "silence", .list(.word(Warning.allCases.map(\.rawValue))),
                "Warnings that are not wanted for this table.",
                example: "silence: [wasteful_column_order]"),
        ],
        frame: """
            tables:
              places:
                columns:
                  shelf: { type: string(10) }
                  place: { type: integer }
                primary_key: [shelf, place]
              books:
                columns:
                  id:    { type: integer, primary_key: true } #key
                  shelf: { type: string(10) }
                  place: { type: integer }
                  title: { type: string(200) }
                  price: { type: decimal(8, 2) }
                …
            """)

    static let column = Section(
        "column", "A column. It is NOT NULL unless it says otherwise.",
        keys: [
            Key(
                "type", .type, "What the column holds; see Types.", isRequired: true,
                example: "title: { type: string(200) }"),
            Key(
                "nullable", .boolean, "The column may be NULL, which is `nil` in Swift.",
                example: "subtitle: { type: string(200), nullable: true }"),
            Key(
                "default", .literal,
                """
                The value of a row that does not give one. Drafts carry it, so Swift sees it without asking the database. \
                Of a timestamp, `now` is the time at which the statement began, by the database's clock and to the \
                millisecond, on both databases.
                """,
                example: "copies: { type: integer, default: 1 }\nadded: { type: timestamp, default: now }"),
            Key(
                "default_expression", .sql,
                "SQL for the value of a row that does not give one. The database computes it. It cannot use columns.",
                example: """
                    token:
                      type: uuid
                      default_expression: { sqlite: randomblob(16), postgresql: gen_random_uuid() }
                    """),
            Key(
                "primary_key", .boolean, "The column alone identifies a row.",
                example: "isbn: { type: string(13), primary_key: true }"),
            Key(
                "auto_increment", .boolean,
                "The database numbers the rows and never uses a number again. For an integer that is the primary key.",
                example: "number: { type: integer, primary_key: true, auto_increment: true }"),
            Key(
                "unique", .boolean, "No two rows have the same value.",
                example: "isbn: { type: string(13), unique: true }"),
            Key(
                "references", .text,
                "The column of another row, or of the same table, whose value this one has: `table.column`, or `table` "
                    + "alone for its primary key. The column referred to is a key or unique, and of the same type.",
                example: "author_id: { type: integer, references: authors.id }"),
            Key(
                "on_delete", .word(ForeignKey.Action.words),
                "What happens to this row when the row it refers to is deleted; without it the deletion is refused.",
                example: "author_id: { type: integer, references: authors.id, on_delete: cascade }"),
            Key(
                "on_update", .word(ForeignKey.Action.words),
                "What happens to this row when the value it refers to changes; without it the change is refused.",
                example: "author_id: { type: integer, references: authors.id, on_update: cascade }"),
            Key(
                "generated", .either([.sql, .mapping(generated)]),
                "SQL over other columns that computes the value; it is never written.",
                example: "title_length: { type: integer, generated: length(name) }"),
            Key(
                "comment", .text, "What the value is, for the generated documentation and for the database.",
                example: "pages: { type: integer, comment: Without the cover }"),
            Key(
                "swift", .either([.text, .mapping(swiftNames)]),
                "A Swift type for the values (it begins with a capital), or a name for the property (it does not). "
                    + "The type is `RawRepresentable` by what belongs to the column's type; at a json column it is any "
                    + "`Codable` type.",
                example: "terms: { type: json, swift: LoanTerms }"),
            Key(
                "renamed_from", .text,
                "The name that the column had in the previous revision, so that its values are kept.",
                example: "borrower: { type: string(80), renamed_from: who }"),
        ],
        frame: """
            tables:
              authors:
                columns:
                  id: { type: integer, primary_key: true }
              books:
                columns:
                  id:   { type: integer, primary_key: true } #key
                  name: { type: text }
                  …
            """)

    static let index = Section(
        "index", "An index. One that needs nothing but its terms is a list of them.",
        keys: [
            Key(
                "columns", .list(indexTermShape),
                "The terms: a column, or an expression in SQL, alone or followed by `asc` or `desc`.",
                isRequired: true, example: "books_title: { columns: [\"lower(title)\", id desc] }"),
            Key(
                "unique", .boolean, "No two rows have the same values.",
                example: "books_isbn: { columns: [isbn], unique: true }"),
            Key(
                "where", .sql, "A condition in SQL; only rows that satisfy it are in the index.",
                example: "books_cheap: { columns: [title], where: price < 10 }"),
        ],
        frame: """
            tables:
              books:
                columns:
                  id:    { type: integer, primary_key: true }
                  isbn:  { type: string(13) }
                  title: { type: string(200) }
                  price: { type: decimal(8, 2) }
                indexes:
                  …
            """)

    static let indexTerm = Section(
        "index term", "A term of an index that needs more than a word: SQL that differs between the databases.",
        keys: [
            Key(
                "expression", .sql, "The expression.", isRequired: true,
                example:
                    "- expression: { sqlite: \"lower(title)\", postgresql: \"lower(title COLLATE \\\"en-x-icu\\\")\" }"),
            Key(
                "order", .word(["asc", "desc"]), "The direction; ascending without it.",
                example: "- { expression: length(title), order: desc }"),
        ],
        frame: """
            tables:
              books:
                columns:
                  id:    { type: integer, primary_key: true }
                  title: { type: string(200) }
                indexes:
                  books_title:
                    …
            """)

    static let unique = Section(
        "unique constraint", "Columns whose values no two rows share. One without a condition is a list of columns.",
        keys: [
            Key("columns", .list(.text), "The columns.", isRequired: true, example: "one_title: { columns: [title] }"),
            Key(
                "where", .sql, "A condition in SQL; only rows that satisfy it are compared.",
                example: "one_open_loan: { columns: [book_id], where: returned IS NULL }"),
        ],
        frame: """
            tables:
              loans:
                columns:
                  id:       { type: integer, primary_key: true }
                  book_id:  { type: integer }
                  title:    { type: string(200) }
                  returned: { type: date, nullable: true }
                unique:
                  …
            """)

    static let foreignKey = Section(
        "foreign key", "A reference over several columns.",
        keys: [
            Key(
                "columns", .list(.text), "The columns of this table.", isRequired: true,
                example: "books_place: { columns: [shelf, place], references: [places.shelf, places.place] }"),
            Key(
                "references", .list(.text),
                "The columns that they refer to, each as `table.column`, in the same order. They are the table's key, or "
                    + "unique together.",
                isRequired: true,
                example: "books_place: { columns: [shelf, place], references: [places.shelf, places.place] }"),
            Key(
                "on_delete", .word(ForeignKey.Action.words), "As at a column.",
                example:
                    "books_place: { columns: [shelf, place], references: [places.shelf, places.place], on_delete: cascade }"
            ),
            Key(
                "on_update", .word(ForeignKey.Action.words), "As at a column.",
                example:
                    "books_place: { columns: [shelf, place], references: [places.shelf, places.place], on_update: cascade }"
            ),
        ],
        frame: """
            tables:
              places:
                columns:
                  shelf: { type: string(10) }
                  place: { type: integer }
                primary_key: [shelf, place]
              books:
                columns:
                  id:    { type: integer, primary_key: true }
                  shelf: { type: string(10) }
                  place: { type: integer }
                foreign_keys:
                  …
            """)

    static let generated = Section(
        "generated column", "A computed column that says more than its expression.",
        keys: [
            Key(
                "expression", .sql, "The expression.", isRequired: true,
                example: "initial: { type: text, generated: { expression: \"substr(name, 1, 1)\" } }"),
            Key(
                "stored", .boolean,
                "The value is computed when the row is written. With `false` SQLite computes it when it is read; "
                    + "PostgreSQL stores it in any case.",
                example: "initial: { type: text, generated: { expression: \"substr(name, 1, 1)\", stored: false } }"),
        ],
        frame: """
            tables:
              books:
                columns:
                  id:   { type: integer, primary_key: true }
                  name: { type: text }
                  …
            """)

    static let swiftNames = Section(
        "Swift names", "Both a type and a name for a column.",
        keys: [
            Key(
                "name", .text, "The name of the property.",
                example: "terms: { type: json, swift: { name: agreedTerms, type: LoanTerms } }"),
            Key(
                "type", .text, "The type of the values.",
                example: "terms: { type: json, swift: { name: agreedTerms, type: LoanTerms } }"),
        ],
        frame: """
            tables:
              loans:
                columns:
                  id: { type: integer, primary_key: true }
                  …
            """)

    static let view = Section(
        "view", "A query with a name, read like a table and never written.",
        keys: [
            Key(
                "comment", .text, "What a row is, for the generated documentation and for the database.",
                example: "comment: Books worth an insurance."),
            Key("model", .text, "The name of the Swift type of a row.", example: "model: Treasure"),
            Key("swift", .text, "The name of the repository on a database.", example: "swift: treasures"),
            Key(
                "columns", .named(.mapping(viewColumn)), "The columns of the query, in its order, each under its name.",
                isRequired: true, example: ""),
            Key("query", .sql, "The `SELECT`.", isRequired: true, example: ""),
        ],
        frame: """
            tables:
              books:
                columns:
                  id:    { type: integer, primary_key: true }
                  price: { type: integer }
            views:
              expensive_books:
                columns:
                  id: { type: integer }
                query: SELECT id FROM books WHERE price > 100
                …
            """)

    static let viewColumn = Section(
        "view column", "A column of a view.",
        keys: [
            Key("type", .type, "What the column holds; see Types.", isRequired: true, example: "id: { type: integer }"),
            Key(
                "nullable", .boolean, "The column may be NULL, which is `nil` in Swift.",
                example: "id: { type: integer, nullable: true }"),
            Key(
                "comment", .text, "What the value is, for the generated documentation and for the database.",
                example: "id: { type: integer, comment: The number on the spine }"),
            Key(
                "swift", .either([.text, .mapping(swiftNames)]), "A type or a name, as at a column of a table.",
                example: "id: { type: integer, swift: BookNumber }"),
        ],
        frame: """
            tables:
              books:
                columns:
                  id:    { type: integer, primary_key: true }
                  price: { type: integer }
            views:
              expensive_books:
                query: SELECT id FROM books WHERE price > 100
                columns:
                  …
            """)

    static let dialects = Section(
        "SQL for each dialect", "SQL that differs between the databases. Where it does not, write the text alone.",
        keys: Dialect.allCases.map { dialect in
            Key(
                dialect.rawValue, .text, "The SQL for \(dialect.title).", isRequired: true,
                example: "added: { sqlite: \"added > 0\", postgresql: \"added > to_timestamp(0)\" }")
        },
        frame: """
            tables:
              books:
                columns:
                  id:    { type: integer, primary_key: true }
                  added: { type: timestamp }
                checks:
                  …
            """)

    /// The file beside a revision's scripts. Not part of a schema.
    static let revision = Section(
        "revision", "A revision.",
        keys: [
            Key("id", .text, "The revision's id.", isRequired: true),
            Key("parents", .list(.text), "The ids of the revisions that it comes after.", isRequired: true),
            Key("message", .text, "What it does, in a line.", isRequired: true),
            Key("schema_before", .text, "The fingerprint of the schema that it starts from."),
            Key("schema_after", .text, "The fingerprint of the schema that it makes."),
            Key("renames", .list(.text), "What is the same under another name: `users.who=name`, `people=users`."),
            Key("acknowledged", .list(.text), "The losses and dangers that its writer has agreed to."),
            Key("replaces", .list(.text), "The revisions, all there were, that it does the work of."),
            Key("irreversible", .text, "Why it cannot be taken back, if it cannot."),
            Key(
                "postgresql_transactions", .word(["one", "own"]),
                "`own`: the scripts for PostgreSQL say themselves what is a transaction, by BEGIN and COMMIT."),
        ])

    /// The file of a baseline, in a folder of the first revision. Not part of a schema.
    static let baseline = Section(
        "baseline", "What a database is that something else made.",
        keys: [
            Key("id", .text, "The baseline's id.", isRequired: true),
            Key("message", .text, "What made such databases.", isRequired: true),
            Key("tables", .named(.mapping(baselineTable)), "What they are known by.", isRequired: true),
            Key("leftovers", .list(.text), "Tables that may be there as well, such as those that a tool left behind."),
        ])

    static let baselineTable = Section(
        "table of a baseline", "A table that a database is known by.",
        keys: [
            Key("columns", .list(.text), "The columns that it has, in any order.", isRequired: true),
            Key("later_columns", .list(.text), "Columns that older databases do not have."),
            Key("later", .boolean, "Older databases do not have the table at all."),
        ])

    private static let indexTermShape = Shape.either([.text, .mapping(indexTerm)])
}
