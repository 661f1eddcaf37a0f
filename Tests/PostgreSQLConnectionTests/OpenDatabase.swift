import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport

/// Runs `body` with the database at an address, and closes it whatever happens.
func withDatabase<Result: Sendable>(
    _ url: String, _ configuration: DatabaseConfiguration = .patient, _ body: (Database) async throws -> Result
) async throws -> Result {
    let db = try await Database.open(url: url, configuration: configuration)
    do {
        let result = try await body(db)
        await db.close()
        return result
    } catch {
        await db.close()
        throw error
    }
}

struct NeverCame: Error, CustomStringConvertible {
    let description: String
}

/// Waits for something that comes about by itself.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
    let limit = Date(timeIntervalSinceNow: 60)
    while try await !condition() {
        guard Date() < limit else { throw NeverCame(description: "it never came: \(what)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}

/// Every way there is to make a text of a value.
func texts(of value: Any) -> [String] {
    var dumped = ""
    dump(value, to: &dumped)
    return ["\(value)", String(reflecting: value), String(describing: value), dumped]
}
