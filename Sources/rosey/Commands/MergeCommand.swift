import ArgumentParser
import Foundation
import MigrationProof
import RoseyRuntime
import SchemaInspection
import SchemaKit
import SchemaMigration

struct MergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Joins two heads by a revision that comes after both.",
        discussion: """
            It is written if both orders of the two branches make the same database, the one that both changes together
            mean: databases that have one of the branches get the other. Where they do not, take one branch's revisions
            away and write them anew after the other's.
            """)

    @OptionGroup var project: Project
    @OptionGroup var source: DatabaseSource
    @OptionGroup var proof: ProofOptions

    @Option(name: .shortAndLong, help: "What the revision is called.")
    var message: String?

    func run() async throws {
        // The file that names the head is what the branches disagree in.
        let folders = RevisionFolder.inOrder(try project.revisionFolders(checksHead: false))
        let fork = try Fork(folders)
        let schemas = try [fork.base, fork.branches[0].last, fork.branches[1].last].map { try project.snapshot(of: $0) }
        let merged: Schema
        do throws(SchemaMerge.Conflict) {
            merged = try SchemaMerge.merge(base: schemas[0], schemas[1], schemas[2])
        } catch {
            throw Refusal("\(error); write one branch's revisions anew after the other's")
        }
        let missing = try await proof.withEmptyDatabases(beside: try await source.url(for: project)) {
            system, databases in
            let expected = try await databases.with { try await Catalog(of: merged, like: $0) }
            for order in [[0, 1], [1, 0]] {
                let revisions = fork.common + order.flatMap { fork.branches[$0] }
                let names = order.reversed().map { fork.branches[$0].map(\.id).joined(separator: ", ") }
                func refusal(_ reasons: [String]) -> Refusal {
                    Refusal(
                        "on \(system), \(names[0]) after \(names[1]) does not make what both mean; write one branch's "
                            + "revisions anew after the other's:\n" + reasons.map { "  \($0)" }.joined(separator: "\n"))
                }
                let found: Catalog
                do { found = try await catalog(of: revisions, in: databases) } catch let error as DatabaseError {
                    throw refusal([error.message])
                }
                let differences = found.differences(from: expected)
                if !differences.isEmpty { throw refusal(differences.map(\.description)) }
            }
            print("tried on \(system): both orders make the same")
        }
        if let missing { print("not tried on PostgreSQL: \(missing)") }
        let heads = fork.branches.compactMap { $0.last?.id }
        let revision = RevisionFolder(
            id: RevisionWriter.newID(), parents: heads, message: message ?? "join \(heads.joined(separator: " and "))",
            schemaAfter: merged.fingerprint, scripts: PerDialect { _ in .init(up: "", down: "") })
        let path = try RevisionWriter(directory: project.migrationsPath)
            .write(revision, at: Date(), snapshot: SchemaWriter.text(of: merged))
        print("wrote \(path)")
    }

    /// What an empty database becomes by these revisions, one after the other.
    private func catalog(of folders: [RevisionFolder], in databases: any EmptyDatabases) async throws -> Catalog {
        var revisions: [Revision] = []
        for folder in folders {
            revisions.append(
                Revision(
                    id: folder.id, parents: revisions.last.map { [$0.id] } ?? [], message: folder.message,
                    scripts: Revision(folder).scripts))
        }
        return try await databases.with { [revisions] database in
            try await Migrator(proving: revisions, in: database).upgrade()
            return try await Catalog(of: database.session)
        }
    }
}

/// Where the history of revisions parts into two branches.
private struct Fork {
    let common: [RevisionFolder]
    let base: RevisionFolder?
    let branches: [[RevisionFolder]]

    init(_ folders: [RevisionFolder]) throws {
        let heads = RevisionFolder.heads(of: folders)
        guard heads.count == 2 else {
            throw Refusal(
                heads.count < 2
                    ? "there is nothing to join: the history has one head"
                    : "the history has \(heads.count) heads; two at a time can be joined")
        }
        let ancestries = heads.map { head in
            var found: Set<String> = []
            var waiting = [head.id]
            while let next = waiting.popLast() {
                if found.insert(next).inserted { waiting += folders.first { $0.id == next }?.parents ?? [] }
            }
            return found
        }
        let shared = ancestries[0].intersection(ancestries[1])
        common = folders.filter { shared.contains($0.id) }
        base = RevisionFolder.heads(of: common).first
        branches = ancestries.map { ancestry in folders.filter { ancestry.contains($0.id) && !shared.contains($0.id) } }
    }
}
