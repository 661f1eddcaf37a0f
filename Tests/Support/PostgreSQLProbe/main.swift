import RoseyRuntime
import TestDatabases

// `query URL SQL` prints the texts of a query, one a line, or the error in every way that there is to print it.
// `stream URL` reads many rows, and prints its memory before and after. `fetch URL` puts many into arrays, and prints its memory
// before, and at most by the end of each. `load URL` works hard, and prints after each round what the process holds.

switch CommandLine.arguments[1] {
case "query":
    do {
        let db = try await Database.open(url: CommandLine.arguments[2])
        for text in try await db.session.texts(CommandLine.arguments[3]) { print(text) }
        await db.close()
    } catch {
        print("\(error)")
        print(String(reflecting: error))
        dump(error)
    }
case "stream": try await stream(CommandLine.arguments[2])
case "fetch": try await fetch(CommandLine.arguments[2])
default: try await load(CommandLine.arguments[2])
}
