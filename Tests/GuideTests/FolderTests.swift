import Foundation
import TestSupport
import Testing

/// The pages that explain folders explain those that there are.
@Suite struct FolderTests {
    @Test(arguments: [("Sources", "ARCHITECTURE.md"), ("Tests", "TESTING.md"), ("Tests/Support", "TESTING.md")])
    func areAllThere(_ folder: String, _ guide: String) throws {
        let page = try String(contentsOfFile: packageFolder + "/docs/" + guide, encoding: .utf8)
        let sections = page.split(separator: "\n## ")
        let section = try #require(sections.first { $0.hasPrefix("The folders of `\(folder)`\n") })
        let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { row in
            row.split(separator: "|").first
        }
        let explained = rows.flatMap { $0.matches(of: /`([A-Za-z-]+)`/).map { String($0.1) } }
        let present = try FileManager.default.contentsOfDirectory(atPath: packageFolder + "/" + folder)
        #expect(explained == present.filter { !$0.hasPrefix(".") }.sorted())
    }
}
