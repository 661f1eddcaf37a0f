import Foundation
import Testing

/// Compares a text with a file of the repository, or with `ROSEY_RECORD=1` writes the file.
public func expectSnapshot(_ text: String, _ path: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let url = URL(fileURLWithPath: packageFolder + "/" + path)
    if ProcessInfo.processInfo.environment["ROSEY_RECORD"] != nil { try Data(text.utf8).write(to: url) }
    let expected = try String(decoding: Data(contentsOf: url), as: UTF8.self)
    #expect(text == expected, "run the tests with ROSEY_RECORD=1 to record \(path)", sourceLocation: sourceLocation)
}
