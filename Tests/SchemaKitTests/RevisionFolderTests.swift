import Foundation
import SchemaKit
import TestSupport
import Testing

@Suite struct RevisionFolderTests {
    private let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    private func write(_ revision: RevisionFolder, to folder: String) throws {
        try temporary.write(revision.metadata, folder + "/revision.yaml")
        for (name, script) in [("sqlite", revision.scripts.sqlite), ("postgresql", revision.scripts.postgresql)] {
            try temporary.write(script.up, "\(folder)/\(name).up.sql")
            try temporary.write(script.down, "\(folder)/\(name).down.sql")
        }
    }

    private let revision = RevisionFolder(
        id: "0abc", parents: ["1", "2"], message: "a \"quoted\" message: with # and \\ and\na line and \u{1}",
        scripts: PerDialect(
            sqlite: .init(up: "a;\n", down: "b;\n"),
            postgresql: .init(up: "c;\r\nd;\r\n", down: "SELECT 'a\r\nb';\n")))

    @Test func comesBackAsItWasWritten() throws {
        let folder = temporary.path
        #expect(RevisionFolder.readAll(in: folder + "/none").revisions == [])
        var second = revision
        second.id = "second"
        try write(second, to: folder + "/2_b")
        try write(revision, to: folder + "/1_a")
        try Data("0abc\n".utf8).write(to: URL(fileURLWithPath: folder + "/HEAD"))
        let result = RevisionFolder.readAll(in: folder)
        #expect(!result.diagnostics.hasErrors)
        // Whatever the line ends of the file were; one inside of a text is a part of it.
        var expected = [revision, second]
        for number in expected.indices { expected[number].scripts.postgresql.up = "c;\nd;\n" }
        #expect(result.revisions == expected)
    }

    @Test func mistakes() throws {
        let folder = temporary.path
        try write(revision, to: folder + "/a")
        try Data("id: x\nparent: []\nmessage: m".utf8).write(to: URL(fileURLWithPath: folder + "/a/revision.yaml"))
        try write(revision, to: folder + "/b")
        try FileManager.default.removeItem(atPath: folder + "/b/sqlite.up.sql")
        try write(revision, to: folder + "/c")
        try Data([0xff]).write(to: URL(fileURLWithPath: folder + "/c/sqlite.up.sql"))
        #expect(
            RevisionFolder.readAll(in: folder).diagnostics.map { "\($0)" } == [
                "\(folder)/a/revision.yaml:1:1: error: a revision needs the key 'parents'",
                "\(folder)/a/revision.yaml:2:1: error: unknown key 'parent'; did you mean 'parents'?",
                "\(folder)/b/sqlite.up.sql:1:1: error: cannot be read: No such file or directory",
                "\(folder)/c/sqlite.up.sql:1:1: error: not valid UTF-8; is this a text file?",
            ])
    }

    /// A script would otherwise take in what is run or printed after it.
    @Test func scriptsThatCloseNothing() throws {
        let folder = temporary.path
        var open = revision
        open.scripts.sqlite = .init(up: "SELECT 1;\n  /* so", down: "SELECT [so")
        try write(open, to: folder + "/a")
        open.scripts.sqlite = .init(up: "/* a /* b */", down: "")
        open.scripts.postgresql = .init(up: "SELECT [1];", down: "SELECT 'é' || $so$ $$;")
        try write(open, to: folder + "/b")
        open.scripts.postgresql = .init(up: "/* a /* b */", down: "")
        try write(open, to: folder + "/c")
        #expect(
            RevisionFolder.readAll(in: folder).diagnostics.map { "\($0)" } == [
                "\(folder)/a/sqlite.up.sql:2:3: error: this comment is never closed; write '*/' at its end",
                "\(folder)/b/postgresql.down.sql:1:15: error: this quote is never closed; write '$so$' at its end",
                "\(folder)/c/postgresql.up.sql:1:1: error: this comment is never closed; write '*/' at its end, and at that of "
                    + "each comment in it",
            ])
    }

    /// The line ends that Git may have changed are those of the file, not those in quotes.
    @Test func lineEndsInQuotesStay() throws {
        let folder = temporary.path
        var windows = revision
        windows.scripts.sqlite = .init(up: "SELECT\r\n'a\r\nb' -- it's\r\n AS [c\r\nd];\r\n", down: "SELECT 'a\r\nb';")
        windows.scripts.postgresql = .init(up: "DO $$\r\nBEGIN\r\nEND$$;\r\n/* '\r\n */", down: "")
        try write(windows, to: folder + "/a")
        let read = try #require(RevisionFolder.readAll(in: folder, checksHead: false).revisions.first)
        #expect(
            read.scripts.sqlite == .init(up: "SELECT\n'a\r\nb' -- it's\n AS [c\r\nd];\n", down: "SELECT 'a\r\nb';"))
        #expect(read.scripts.postgresql.up == "DO $$\r\nBEGIN\r\nEND$$;\n/* '\n */")
    }
}
