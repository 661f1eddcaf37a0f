import Foundation
import TestDatabases
import TestSupport
import Testing

/// Examples/Catalogue as somebody else's package: it depends on a tag of a git repository.
@Suite struct CatalogueTests {
    @Test(.long, .timeLimit(.minutes(15)))
    func fromAGitRepository() async throws {
        let folder = try TemporaryFolder()
        func run(_ command: String, in path: String) async throws -> (output: String, error: String) {
            let run = try await ChildProcess.run("/bin/sh", ["-c", command], in: path)
            #expect(run.status == 0, "\(command): \(run.output) \(run.error)")
            return (run.output, run.error)
        }
        // The package as it is now, committed or not.
        let repository = folder.file("rosey")
        try FileManager.default.createDirectory(atPath: repository, withIntermediateDirectories: true)
        _ = try await run(
            """
            git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -T - -cf - \
            | tar -xf - -C '\(repository)'
            """, in: packageFolder)
        let identity = "-c user.name=test -c user.email=test@example.com"
        _ = try await run(
            "git init -q && git add -A && git \(identity) commit -qm all && git \(identity) tag -a 9.9.0 -m tag",
            in: repository)
        let catalogue = folder.file("catalogue")
        try FileManager.default.copyItem(atPath: repository + "/Examples/Catalogue", toPath: catalogue)
        let manifest = try String(contentsOfFile: catalogue + "/Package.swift", encoding: .utf8)
        let changed = manifest.replacing(
            ".package(name: \"rosey\", path: \"../..\")",
            with: ".package(url: \"file://\(repository)\", from: \"9.9.0\")")
        #expect(changed != manifest)
        try changed.write(toFile: catalogue + "/Package.swift", atomically: true, encoding: .utf8)

        let upgrade = try await run("swift run rosey upgrade head --database-url sqlite:///catalogue.db", in: catalogue)
        #expect(upgrade.output.contains("the catalogue"), "\(upgrade)")
        #expect(!(upgrade.output + upgrade.error).contains("warning:"), "\(upgrade)")
        let program = try await run("swift run -q catalogue sqlite:///catalogue.db", in: catalogue)
        #expect(
            program.output == """
                form: title has room for 200 characters, but this text has 201
                form: the check 'isbn_has_13_digits' does not hold: length(isbn) = 13
                form: the check 'price_is_positive' does not hold: price > 0
                lent 9780156701600, copy 1, due 2026-12-24
                refused: one_open_loan_per_copy does not allow a second loan of the copy
                Ada has Orlando until 2026-12-24
                open loans: 0
                Orlando has 333 pages
                all books together cost 15.5 euros

                """, "\(program)")

        // The same program on the other database.
        if Storage.hasPostgreSQL {
            try await TestSchema.with { url in
                let upgrade = try await run("swift run -q rosey upgrade head --database-url '\(url)'", in: catalogue)
                #expect(upgrade.output.contains("the catalogue"), "\(upgrade)")
                let other = try await run("swift run -q catalogue '\(url)'", in: catalogue)
                #expect(other.output == program.output, "\(other)")
            }
        }

        // An edit of an included file reaches the program.
        let people = catalogue + "/schema/people.yaml"
        let text = try String(contentsOfFile: people, encoding: .utf8)
        try text.replacing("name_is_not_empty: length(name)", with: "name_is_not_empty: length(nam)")
            .write(toFile: people, atomically: true, encoding: .utf8)
        let build = try await ChildProcess.run("/usr/bin/env", ["swift", "build"], in: catalogue)
        #expect(build.status != 0)
        #expect(
            (build.output + build.error).contains(
                "schema/people.yaml:15:33: error: the check 'name_is_not_empty' names 'nam', which is no column of 'members'; "
                    + "did you mean 'name'?"))
    }
}
