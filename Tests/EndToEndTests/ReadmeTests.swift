import Foundation
import TestSupport
import Testing

@Suite struct ReadmeTests {
    /// The README shows the program that `Scripts/run` runs.
    @Test func showsTheTour() throws {
        let readme = try String(contentsOfFile: packageFolder + "/README.md", encoding: .utf8)
        let tour = try String(contentsOfFile: packageFolder + "/Examples/Tour/main.swift", encoding: .utf8)
        #expect(readme.contains("```swift\n\(tour)```\n"))
    }
}
