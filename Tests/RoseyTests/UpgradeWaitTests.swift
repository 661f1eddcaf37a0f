import Foundation
import TestDatabases
import TestSupport
import Testing

/// `rosey upgrade` comes in the middle of a fail-over.
@Suite(.enabled(if: Storage.hasPostgreSQL), .serialized, .timeLimit(.minutes(5)))
struct UpgradeWaitTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("tables: { notes: { columns: { id: { type: integer, primary_key: true } } } }", "schema.yaml")
    }

    private func rosey(_ arguments: [String]) async throws -> ChildProcess {
        try await ChildProcess.run(
            buildFolder + "/rosey", arguments, in: folder.path, environment: ["PATH": "/usr/bin:/bin"])
    }

    private func upgrade(_ url: String, wait: String = "600") async throws -> ChildProcess {
        try await rosey(["upgrade", "head", "--wait", wait, "--database-url", url])
    }

    /// Runs it, and the change as soon as it has tried several times.
    private func upgrade(_ proxy: FaultyProxy, _ url: String, whileItWaits change: () async throws -> Void) async throws
        -> ChildProcess
    {
        let before = proxy.acceptedCount
        let task = Task { try await upgrade(url) }
        while proxy.acceptedCount < before + 3 { try await Task.sleep(for: .milliseconds(10)) }
        try await change()
        return try await task.value
    }

    @Test func theServerIsAway() async throws {
        #expect(try await rosey(["revision", "-m", "notes"]).status == 0)
        try await PostgreSQLServer.with(.init(tcp: true)) { server in
            let proxy = try FaultyProxy(before: server.port)
            let url = server.url(port: proxy.port, query: "sslmode=disable&gssencmode=disable")
            try await server.stop()
            let outcome = try await upgrade(proxy, url) { try await server.start() }
            #expect(outcome.status == 0 && outcome.output.hasPrefix("applied "), "\(outcome)")
            #expect(outcome.error.contains("waiting for the database, for 600 seconds at most: "), "\(outcome)")
            try await server.stop()
            let impatient = try await upgrade(url, wait: "0")
            #expect(impatient.status != 0 && !impatient.error.contains("waiting"), "\(impatient)")
        }
    }

    @Test(arguments: ["", "&target_session_attrs=read-write"])
    func theServerIsAStandby(_ query: String) async throws {
        #expect(try await rosey(["revision", "-m", "notes"]).status == 0)
        try await PostgreSQLServer.with(.init(tcp: true)) { primary in
            let standby = try await primary.makeStandby()
            do {
                let proxy = try FaultyProxy(before: standby.port)
                let url = standby.url(port: proxy.port, query: "sslmode=disable&gssencmode=disable" + query)
                let outcome = try await upgrade(proxy, url) { try await standby.promote() }
                #expect(outcome.status == 0 && outcome.output.hasPrefix("applied "), "\(outcome)")
                #expect(
                    outcome.error.contains(query.isEmpty ? "takes no writes yet" : "waiting for the database"),
                    "\(outcome)")
            } catch {
                await standby.remove()
                throw error
            }
            await standby.remove()
        }
    }

    /// However long it may wait, it says so at once.
    @Test func whatTimeDoesNotHeal() async throws {
        #expect(try await rosey(["revision", "-m", "notes"]).status == 0)
        try await PostgreSQLServer.with(.init(tcp: true, authentication: .scram(password: "right"))) { server in
            let good = server.url(password: "right")
            for url in [
                server.url(password: "wrong"), server.url(), good.replacingOccurrences(of: "/postgres", with: "/none"),
                good + "?options=-cnonsense%3D1", "postgresql://u:p@h:x/y",
            ] {
                let outcome = try await upgrade(url)
                #expect(outcome.status != 0 && !outcome.error.contains("waiting"), "\(url): \(outcome)")
                #expect(!outcome.error.contains("right") && !outcome.error.contains("wrong"))
            }
            #expect(try await upgrade(good).status == 0)
        }
    }
}
