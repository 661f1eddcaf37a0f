import Foundation
@testable import RoseyConfiguration
import RoseyRuntime
import TestSupport
import Testing

/// What is written about the keys is what the code knows.
@Suite struct DocumentationTests {
    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: packageFolder + "/" + path, encoding: .utf8)
    }

    /// It has every key, and nothing changes for whoever copies it.
    @Test func theExample() async throws {
        let settings = try await DatabaseSettings(file: packageFolder + "/config.example.json", environment: [:])
        let defaults = try await SettingsFolder().settings()
        #expect(settings.url == defaults.url)
        expectSame(settings.configuration, defaults.configuration)
        let (logging, usual) = (settings.configuration.logging, defaults.configuration.logging)
        #expect(logging.logger.logLevel == usual.logger.logLevel && logging.slowStatement == usual.slowStatement)
        let example = try JSONDecoder().decode(JSON.self, from: Data(text("config.example.json").utf8))
        for setting in Setting.allCases {
            #expect(setting.path.reduce(example[Setting.section]) { $0?[$1] } != nil, "\(setting.rawValue)")
        }
    }

    @Test func theReference() throws {
        let rows = try text("docs/CONFIGURATION.md").split(separator: "\n")
            .filter { $0.hasPrefix("| `") && $0.contains("ROSEY_") }
            .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
        #expect(rows.map { $0[0] } == Setting.allCases.map { "`\($0.rawValue)`" })
        #expect(rows.map { $0[1] } == Setting.allCases.map { "`\($0.variable)`" })
        #expect(rows.map { $0[3] } == Setting.allCases.map(\.values.description))
    }

    /// Each key has its sentence.
    @Test func theExplanations() throws {
        let reference = try text("docs/CONFIGURATION.md")
        for setting in Setting.allCases {
            let isExplained =
                reference.contains("**`\(setting.rawValue)`**") || reference.contains("### `\(setting.rawValue)`")
            #expect(isExplained, "\(setting.rawValue)")
        }
    }
}
