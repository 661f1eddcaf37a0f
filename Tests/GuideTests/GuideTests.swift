import TestDatabases
import TestSupport
import Testing

/// The commands of the guides do what the guides say.
@Suite struct GuideTests {
    @Test(
        .enabled(if: Storage.hasPostgreSQL && PostgreSQLServer.isInstalled),
        arguments: ["DATABASE_SETUP.md", "DEPLOYMENT_POSTGRESQL.md"])
    func commands(_ guide: String) async throws {
        let ended = try await ChildProcess.run(
            packageFolder + "/Scripts/run-guide", [packageFolder + "/docs/" + guide, buildFolder])
        #expect(ended.status == 0, "\(ended.error)")
    }
}
