// Generated from schema.yaml; edit that instead. The revisions in Generated/Migrations.

public import RoseyRuntime

/// All revisions, for `try await db.migrate(migrations)`.
public nonisolated let migrations: [Revision] = [
    Revision(
        id: "abc",
        parents: [],
        message: "a \"message\" with \\ and\na line",
        sqlite: Revision.Script(
            up: ##"""
                SELECT '"""#', '\(x)', '\#(y)';


                """##,
            down: #"""

                """#),
        postgresql: Revision.Script(
            up: #"""
                -- nothing
                """#,
            down: #"""
                SELECT 1;

                """#)
    )
]
