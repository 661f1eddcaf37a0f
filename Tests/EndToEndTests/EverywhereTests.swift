import Foundation
import SchemaKit
import TestSupport
import Testing

@testable import SchemaSwift

/// Generated code in modules of every kind: one package with a target for each, in which a warning is an error. All are built
/// once; some of them, with each setting and each access level among them, also in the other ways that there are.
@Suite struct EverywhereTests {
    /// What a target asks of its code.
    private struct Settings {
        let name: String
        let code: String
    }

    private static let settings = [
        Settings(name: "Plain", code: ""),
        Settings(
            name: "Upcoming",
            code: """
                .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
                .enableUpcomingFeature("InferIsolatedConformances"),
                """),
        Settings(
            name: "MainActor",
            code: """
                .defaultIsolation(MainActor.self), .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
                """),
    ]

    @Test(.long, .timeLimit(.minutes(20)))
    func compilesWithoutWarnings() async throws {
        let folder = try TemporaryFolder()
        var targets: [String] = []
        func target(_ kind: String, _ name: String, _ dependencies: [String], _ settings: String) {
            targets.append(
                """
                .\(kind)(name: "\(name)", dependencies: [
                    .product(name: "RoseyRuntime", package: "rosey")\(dependencies.map { ", \"\($0)\"" }.joined())],
                    swiftSettings: [\(settings) .treatAllWarnings(as: .error)])
                """)
        }
        let reference = try #require(
            SchemaLoader.load(path: packageFolder + "/Tests/Support/Reference/schema.yaml").schema)
        for level in Schema.Options.AccessLevel.allCases {
            var schema = reference
            schema.options.accessLevel = level
            let files = try SwiftGenerator.generate(schema, revisions: [])
            for settings in Self.settings {
                let name = level.rawValue.capitalized + settings.name
                for file in files { try folder.write(file.contents, "Sources/\(name)/\(file.name)") }
                try folder.write(try customTypes(level), "Sources/\(name)/CustomTypes.swift")
                try folder.write(Self.uses, "Sources/\(name)/Uses.swift")
                target("target", name, [], settings.code)
            }
        }
        let some = zip(Schema.Options.AccessLevel.allCases, Self.settings).map { $0.rawValue.capitalized + $1.name }

        // The corpus, for its odd names.
        for (number, path) in goodSchemas.filter({ $0.hasPrefix("Tests/Support/Corpus") }).enumerated() {
            let schema = try #require(SchemaLoader.load(path: packageFolder + "/" + path).schema)
            for file in try SwiftGenerator.generate(schema, revisions: []) {
                try folder.write(file.contents, "Sources/Corpus\(number)/\(file.name)")
            }
            target("target", "Corpus\(number)", [], "")
        }

        // A batch of random schemas, whose rows go through their generated code.
        let generator = SeededGenerator()
        var schemas = RandomSchema(generator)
        let modules = (0..<6).map { "Random\($0)" }
        for module in modules {
            let schema = schemas.next()
            for file in try SwiftGenerator.generate(schema, revisions: []) {
                try folder.write(file.contents, "Sources/\(module)/\(file.name)")
            }
            try folder.write(RowProgram(NamedSchema(unchecked: schema)).text, "Sources/\(module)/Rows.swift")
            target("target", module, [], "")
        }
        let calls = modules.map { "try await \($0).checkRows()\nprint(\"\($0) is right\")\n" }.joined()
        try folder.write(modules.map { "import \($0)\n" }.joined() + calls, "Sources/rows/main.swift")
        target("executableTarget", "rows", modules, "")
        try folder.write(
            """
            // swift-tools-version: 6.2
            import PackageDescription
            let package = Package(
                name: "everywhere", platforms: [.macOS(.v15)],
                products: [.library(name: "some", targets: \(some + ["Corpus0", "Random0"]))],
                dependencies: [.package(name: "rosey", path: "\(packageFolder)")],
                targets: [
            \(targets.joined(separator: ",\n"))
                ])
            """, "Package.swift")

        for system in ["native", "swiftbuild"] {
            for configuration in ["debug", "release"] {
                let what = system == "native" && configuration == "debug" ? [] : ["--product", "some"]
                let arguments = ["swift", "build", "--build-system", system, "-c", configuration] + what
                var build = try await ChildProcess.run("/usr/bin/env", arguments, in: folder.path)
                // The build system of Swift 6.3 itself crashes now and then; what it says of our code does not change.
                if build.error.contains("Program crashed") {
                    build = try await ChildProcess.run("/usr/bin/env", arguments, in: folder.path)
                }
                let output = build.output + build.error
                #expect(build.status == 0, "seed \(generator.seed), \(system), \(configuration): \(errors(in: output))")
            }
        }
        let rows = try await ChildProcess.run(
            "/usr/bin/env", ["swift", "run", "--skip-build", "rows"], in: folder.path)
        let expected = modules.map { "\($0) is right\n" }.joined()
        #expect(rows.output == expected, "seed \(generator.seed): \(rows.error)")
    }

    /// Calls as programs make them: here by a function that has the isolation of its module.
    private static let uses = """
        import Foundation
        import RoseyRuntime

        func use(_ db: Database) async throws {
            var names = ["Ada"]
            let member = try await db.people.insert(.init(name: names[0], settings: MemberSettings(theme: "dark")))
            names.append(member.name)
            try await db.people.update(member.id) {
                $0.fee += 1
                $0.rank = .first
                $0.nick = Nickname(rawValue: names[1])
            }
            try await db.people.where { $0.level == .new && $0.born == nil }.update { $0.mood = .good }
            try await db.settings.update { $0.volume = 0.5 }
            try await db.transaction { tx in
                try await tx.people.update(member)
                try await tx.order.insert(contentsOf: [.init(class: "a", number: 1, _1stPlace: 2)])
            }
            for try await loan in db.openLoans.where({ $0.level == .regular }).stream() { names.append(loan.name) }
            let rows = try await db.people.select { ($0.name, $0.born) }.fetchAll()
            names += rows.map { $0.0 }
            _ = try await db.people.upsert(member, onConflict: .id)
            _ = try await db.loans.all.max { $0.id }
            _ = try await db.people.all.sum { $0.fee }
            let problems = Member.Draft(member).validate()
            names += problems.map { $0.message }
        }
        """

    /// The types that the reference schema names, at another access level, and for a module whose default is the main actor.
    private func customTypes(_ level: Schema.Options.AccessLevel) throws -> String {
        let path = packageFolder + "/Tests/Support/Reference/Models/CustomTypes.swift"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let access = level == .internal ? "" : level.rawValue + " "
        return text.replacing("import RoseyRuntime\n", with: "").replacing(
            "public struct", with: "nonisolated public struct"
        )
        .replacing("public enum", with: "nonisolated public enum").replacing("public ", with: access)
    }

    private func errors(in output: String) -> String {
        let lines = output.split(separator: "\n").filter { $0.contains("error:") || $0.contains("warning:") }
        return lines.isEmpty ? String(output.suffix(2000)) : lines.prefix(20).joined(separator: "\n")
    }
}

/// A program that puts rows of a schema through its generated code: inserts, finds, updates and finds them again.
private struct RowProgram {
    let schema: NamedSchema

    init(_ schema: NamedSchema) {
        self.schema = schema
    }

    var text: String {
        var lines = [
            "import Foundation", "import RoseyRuntime", "",
            "struct Difference: Error { let what: String }", "",
            "public func checkRows() async throws {",
            "let db = try await Database.open(url: \"sqlite:///:memory:\")", "try await db.create(schema)",
        ]
        for (number, table) in schema.tables.enumerated() { lines += rows(of: table, number) }
        return (lines + ["await db.close()", "}"]).joined(separator: "\n") + "\n"
    }

    private func rows(of table: NamedTable, _ number: Int) -> [String] {
        let row = "row\(number)"
        let repository = "db.\(SwiftName.escaped(table.property))"
        let arguments = table.drafted.map { "\($0.declared): \(value(of: $0, in: table, 0))" }
        let key = table.key.map {
            table.key.count == 1 ? "\(row).\($0.declared)" : "\($0.declared): \(row).\($0.declared)"
        }
        let find = table.table.isSingleton ? "get()" : "find(\(key.joined(separator: ", ")))"
        var lines = [
            "let \(row) = try await \(repository).insert(.init(\(arguments.joined(separator: ", "))))",
            "guard try await \(repository).\(find) == \(row) else { throw Difference(what: \"\(row), inserted\") }",
            "guard \(table.model).Draft(\(row)).validate().isEmpty else { throw Difference(what: \"\(row), validated\") }",
        ]
        let changed = table.changeable.filter { !$0.column.name.hasPrefix("ref") }
        if changed.isEmpty { return lines }
        lines.append("var changed\(number) = \(row)")
        for column in changed {
            lines.append("changed\(number).\(column.declared) = \(value(of: column, in: table, 1))")
        }
        if table.table.isSingleton {
            lines.append("_ = try await \(repository).put(\(table.model).Draft(changed\(number)))")
        } else {
            lines.append(
                "guard try await \(repository).update(changed\(number)) else { throw Difference(what: \"\(row), update\") }"
            )
        }
        lines.append(
            "guard let found\(number) = try await \(repository).\(find) else { throw Difference(what: \"\(row), gone\") }"
        )
        for column in changed {
            lines.append(
                "guard found\(number).\(column.declared) == changed\(number).\(column.declared) else { "
                    + "throw Difference(what: \"\(row), \(column.declared)\") }")
        }
        return lines
    }

    /// A value for a column: the same as that of the row it refers to, or one that no check refuses.
    private func value(of column: NamedColumn, in table: NamedTable, _ turn: Int) -> String {
        if let key = table.table.foreignKeys.first(where: { $0.columns.contains(column.column.name) }),
            let position = key.columns.firstIndex(of: column.column.name),
            let target = schema.tables.firstIndex(where: { $0.table.name == key.referencedTable }),
            let other = schema.tables[target].columns.first(where: { $0.column.name == key.referencedColumns[position] }
            )
        {
            return "row\(target).\(other.declared)"
        }
        switch column.column.type {
        case .integer, .int32: return "\(7 + turn)"
        case .json: return turn == 0 ? "[1, 2.5, \"x\", [\"a\": true]]" : ".null"
        case .enumeration:
            let cases = column.enumeration?.cases ?? []
            return "." + cases[min(turn + 1, cases.count - 1)].name
        default:
            let literals = column.column.type.literals
            return SwiftLiteral.value(literals[min(turn, literals.count - 1)])
        }
    }
}
