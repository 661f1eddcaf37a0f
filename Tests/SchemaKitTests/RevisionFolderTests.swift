import Foundation
import SchemaKit
import Testing

@Suite struct RevisionFolderTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "rosey-revisions-\(UUID().uuidString)"
        ).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func write(_ revision: RevisionFolder, to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in [
            "revision.yaml": revision.metadata, "sqlite.up.sql": revision.sqlite.up,
            "sqlite.down.sql": revision.sqlite.down,
            "postgresql.up.sql": revision.postgresql.up, "postgresql.down.sql": revision.postgresql.down,
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
    }

    private let revision = RevisionFolder(
        id: "0abc", parents: ["1", "2"], message: "a \"quoted\" message: with # and \\ and\na line and \u{1}",
        sqlite: .init(up: "a;\n", down: "b;\n"), postgresql: .init(up: "c;\r\nd;\n", down: ""))

    @Test func comesBackAsItWasWritten() throws {
        try withFolder { folder in
            #expect(RevisionFolder.readAll(in: folder + "/none").revisions == [])
            var second = revision
            second.id = "second"
            try write(second, to: folder + "/2_b")
            try write(revision, to: folder + "/1_a")
            try Data("0abc\n".utf8).write(to: URL(fileURLWithPath: folder + "/HEAD"))
            let result = RevisionFolder.readAll(in: folder)
            #expect(result.diagnostics == [])
            // Whatever the line ends were.
            var expected = [revision, second]
            for number in expected.indices { expected[number].postgresql.up = "c;\nd;\n" }
            #expect(result.revisions == expected)
        }
    }

    @Test func mistakes() throws {
        try withFolder { folder in
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
    }
}
