import Foundation
import TestSupport
import Testing

/// What is made from the description of the language is up to date: `ROSEY_RECORD=1` makes it so.
@Suite struct LanguageFilesTests {
    @Test(arguments: [("json-schema", "schema.schema.json"), ("reference", "docs/SCHEMA.md")])
    func isUpToDate(_ command: String, _ path: String) async throws {
        let run = try await ChildProcess.run(buildFolder + "/rosey", ["schema", command], in: packageFolder)
        #expect(run.status == 0)
        try expectSnapshot(run.output, path)
    }
}
